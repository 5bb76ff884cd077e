import { Anchor, Badge, Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList, warmList } from "@shared/api/list";
import type { Client } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { Count } from "../parts/calls";
import { later, laterFilters, laterSheet } from "../parts/later";
import { NamesOf, warmNames } from "../parts/names";
import { serverSort, useSearchState } from "../parts/search-state";
import { LastSeen, Onboarding } from "../parts/standing";
import type { Search } from "../router";
import { labelTexts } from "./clients/labels";

const BulkClients = later(async () => (await import("./clients/bulk-clients")).BulkClients);
const Filters = laterFilters(async () => (await import("./clients/filters")).Filters);
const NewClient = laterSheet(async () => (await import("./clients/new-client")).NewClient);

const columns: Column<Client>[] = [
  {
    title: "Name",
    cell: (c) => (
      <Anchor component={Link} to={`/clients/${c.id}`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {c.name}
      </Anchor>
    ),
    width: 170,
    sort: (c) => c.name,
    sortedByServer: true,
  },
  { title: "Client ID", cell: (c) => <CopyId value={c.id} what="Client ID" />, width: 264, wide: true },
  { title: "Status", cell: (c) => <Status of={c.status} />, width: 104, sort: (c) => c.status },
  { title: "Collections", cell: (c) => <NamesOf kind="collections" ids={c.collection_ids} />, wide: true, sort: (c) => c.collection_ids.length },
  { title: "Policies", cell: (c) => <NamesOf kind="policies" ids={c.policy_ids} />, width: 176, wide: true, sort: (c) => c.policy_ids.length },
  { title: "Labels", cell: (c) => <Labels of={c} />, wide: true, extra: true },
  { title: "Calls 24 h", cell: (c) => <Count by="client" of={c.id} what="requests" linked />, align: "right", width: 92, wide: true },
  { title: "Errors", cell: (c) => <Count by="client" of={c.id} what="errors" />, align: "right", width: 72, wide: true },
  { title: "Onboarding", cell: (c) => <Onboarding id={c.id} />, width: 110, wide: true, extra: true },
  { title: "Last seen", cell: (c) => <LastSeen client={c.id} />, width: 104, wide: true },
  { title: "Created", cell: (c) => <Time at={c.created_at} />, width: 120, wide: true, extra: true, sort: (c) => c.created_at, sortedByServer: true },
];

const narrowed = ({ q, status, without, collection, policy, label }: Search) => ({ q, status, without, collection, policy, label });

const asked = (search: Search) => ({ ...narrowed(search), sort: serverSort(search) });

export const warm = (search: Search) => {
  warmList("/clients", asked(search), { limit: 200 });
  warmNames("collections");
  warmNames("policies");
};

export function Clients() {
  const [search, setSearch] = useSearchState();
  const filters = asked(search);
  const list = useList<Client>("/clients", filters, { limit: 200 });
  const create = (
    <ActionButton area="partners" aria-keyshortcuts="n" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
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
      <DataTable
        name="clients"
        label="Clients"
        columns={columns}
        list={list}
        rowKey={(c) => c.id}
        href={(c) => `/clients/${c.id}`}
        sort={search.sort}
        onSort={(sort) => setSearch({ sort })}
        bulk={{ nameOf: (c) => c.name, actions: (clients, clear) => <BulkClients clients={clients} onDone={clear} /> }}
        filters={<Filters search={search} setSearch={setSearch} />}
        filtered={Object.values(narrowed(search)).some(Boolean)}
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

/** Each leads to the clients that have it too. */
function Labels({ of }: { of: Client }) {
  if (Object.keys(of.labels).length === 0) return null;
  return (
    <Group gap={4}>
      {labelTexts(of.labels).map((label) => (
        <Badge key={label} variant="default" size="sm" tt="none" fw={500} component={Link} to="/clients" search={{ label } as never} style={{ cursor: "pointer" }}>
          {label}
        </Badge>
      ))}
    </Group>
  );
}
