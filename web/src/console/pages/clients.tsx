import { Anchor, Button, Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import type { Client } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { NamesOf } from "../parts/names";
import { useSearchState } from "../parts/search-state";
import { laterSheet } from "../parts/later";

const NewClient = laterSheet(async () => (await import("./clients/new-client")).NewClient);

const columns: Column<Client>[] = [
  {
    title: "Name",
    cell: (c) => (
      <Anchor component={Link} to={`/clients/${c.id}`} fw={600} c="inherit" style={{ overflowWrap: "anywhere" }}>
        {c.name}
      </Anchor>
    ),
  },
  { title: "Client ID", cell: (c) => <CopyId value={c.id} what="Client ID" />, wide: true },
  { title: "Status", cell: (c) => <Status of={c.status} /> },
  { title: "Collections", cell: (c) => <NamesOf kind="collections" ids={c.collection_ids} />, wide: true },
  { title: "Policies", cell: (c) => <NamesOf kind="policies" ids={c.policy_ids} />, wide: true },
  { title: "Created", cell: (c) => <Time at={c.created_at} />, wide: true },
];

export function Clients() {
  const [search, setSearch] = useSearchState();
  const setText = useDebouncedCallback((q: string) => setSearch({ q }), 200);
  const list = useList<Client>("/clients", { q: search.q });
  const create = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New client
    </ActionButton>
  );
  return (
    <Page
      title="Clients"
      description="The identity record for each partner. A client’s ID is sent in the X-Client-ID header."
      actions={
        <>
          <Button variant="default" component={Link} to="/onboard">
            Onboard a partner
          </Button>
          {create}
        </>
      }
    >
      <Group gap="sm">
        <TextInput
          aria-label="Filter clients"
          placeholder="Filter by name, Client ID or description"
          leftSection={<IconSearch size={15} />}
          defaultValue={search.q}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 320 }}
        />
      </Group>
      <DataTable
        label="Clients"
        columns={columns}
        list={list}
        rowKey={(c) => c.id}
        href={(c) => `/clients/${c.id}`}
        filtered={Boolean(search.q)}
        empty={
          <Empty title="No client yet" action={create}>
            A client is the identity of a partner. Create one here, or let <i>Onboard a partner</i> create it with its profile, access and policy in one go.
          </Empty>
        }
      />
      <NewClient opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} />
    </Page>
  );
}
