import { Anchor, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList, warmList } from "@shared/api/list";
import type { Policy } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { ExportTicked } from "../parts/bulk-status";
import { Count } from "../parts/calls";
import { saveCsv } from "../parts/csv";
import { FilterText } from "../parts/filter-text";
import { policyText } from "../parts/policy-text";
import { serverSort, useSearchState } from "../parts/search-state";
import { laterSheet } from "../parts/later";
import { Reach } from "../parts/standing";
import type { Search } from "../router";

const NewPolicy = laterSheet(async () => (await import("./policies/new-policy")).NewPolicy);

const columns: Column<Policy>[] = [
  {
    title: "Name",
    cell: (p) => (
      <Anchor component={Link} to={`/policies/${p.id}`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {p.name}
      </Anchor>
    ),
    sort: (p) => p.name,
    sortedByServer: true,
  },
  { title: "Limits", cell: (p) => policyText(p), sort: (p) => p.rate?.requests ?? p.quota?.requests ?? 0 },
  { title: "Description", cell: (p) => <Text size="sm" lineClamp={1} style={{ overflowWrap: "anywhere" }}>{p.description}</Text>, wide: true },
  { title: "Clients", cell: (p) => <Reach kind="policies" id={p.id} name={p.name} />, align: "right", width: 100, wide: true },
  { title: "429s in 24 h", cell: (p) => <Count by="policy" of={p.name} what="limited" />, align: "right", width: 130, wide: true },
  { title: "Changed", cell: (p) => <Time at={p.updated_at} />, wide: true, sort: (p) => p.updated_at },
];

const asked = (search: Search) => ({ q: search.q, sort: serverSort(search) });

export const warm = (search: Search) => warmList("/policies", asked(search), { limit: 200 });

export function Policies() {
  const [search, setSearch] = useSearchState();
  const list = useList<Policy>("/policies", asked(search), { limit: 200 });
  const create = (
    <ActionButton area="partners" aria-keyshortcuts="n" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New policy
    </ActionButton>
  );
  return (
    <Page title="Policies" description="Rate limits and quotas, attached to clients and, where wanted, to single profiles." actions={create}>
      <DataTable
        name="policies"
        label="Policies"
        columns={columns}
        list={list}
        rowKey={(p) => p.id}
        href={(p) => `/policies/${p.id}`}
        sort={search.sort}
        onSort={(sort) => setSearch({ sort })}
        bulk={{ nameOf: (p) => p.name, actions: (policies) => <ExportTicked onClick={() => save(policies)} /> }}
        filters={<FilterText wide label="Filter policies" placeholder="Filter by name or description" value={search.q ?? ""} onChange={(q) => setSearch({ q: q || undefined })} />}
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

function save(policies: Policy[]) {
  saveCsv("policies", ["name", "id", "limits", "description", "updated_at"], policies.map((p) => [p.name, p.id, policyText(p), p.description, p.updated_at]));
}
