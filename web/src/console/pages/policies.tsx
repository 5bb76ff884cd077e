import { Anchor, Group, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import type { Policy } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { policyText } from "../parts/policy-text";
import { useSearchState } from "../parts/search-state";
import { laterSheet } from "../parts/later";

const NewPolicy = laterSheet(async () => (await import("./policies/new-policy")).NewPolicy);

const columns: Column<Policy>[] = [
  {
    title: "Name",
    cell: (p) => (
      <Anchor component={Link} to={`/policies/${p.id}`} fw={600} c="inherit" style={{ overflowWrap: "anywhere" }}>
        {p.name}
      </Anchor>
    ),
  },
  { title: "Limits", cell: (p) => policyText(p) },
  { title: "Description", cell: (p) => <Text size="sm" lineClamp={1} style={{ overflowWrap: "anywhere" }}>{p.description}</Text>, wide: true },
  { title: "Changed", cell: (p) => <Time at={p.updated_at} />, wide: true },
];

export function Policies() {
  const [search, setSearch] = useSearchState();
  const setText = useDebouncedCallback((q: string) => setSearch({ q }), 200);
  const list = useList<Policy>("/policies", { q: search.q });
  const create = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New policy
    </ActionButton>
  );
  return (
    <Page title="Policies" description="Rate limits and quotas, attached to clients and, where wanted, to single profiles." actions={create}>
      <Group gap="sm">
        <TextInput
          aria-label="Filter policies"
          placeholder="Filter by name or description"
          leftSection={<IconSearch size={15} />}
          defaultValue={search.q}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 320 }}
        />
      </Group>
      <DataTable
        label="Policies"
        columns={columns}
        list={list}
        rowKey={(p) => p.id}
        href={(p) => `/policies/${p.id}`}
        filtered={Boolean(search.q)}
        empty={
          <Empty title="No policy yet" action={create}>
            A policy says how much a partner may call, for example 200 requests per minute and 50,000 per day. One policy can serve many clients.
          </Empty>
        }
      />
      <NewPolicy opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} />
    </Page>
  );
}
