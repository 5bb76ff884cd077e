import { Anchor, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList, warmList } from "@shared/api/list";
import type { Collection } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { ExportTicked } from "../parts/bulk-status";
import { Count } from "../parts/calls";
import { saveCsv } from "../parts/csv";
import { FilterText } from "../parts/filter-text";
import { laterSheet } from "../parts/later";
import { serverSort, useSearchState } from "../parts/search-state";
import { Reach } from "../parts/standing";
import type { Search } from "../router";
import { Publication } from "./collections/publication";
import { Upstream } from "./collections/upstream";

const NewCollection = laterSheet(async () => (await import("./collections/new-collection")).NewCollection);

const columns: Column<Collection>[] = [
  {
    title: "Name",
    cell: (c) => (
      <div>
        <Anchor component={Link} to={`/collections/${c.id}`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
          {c.name}
        </Anchor>
        {c.title !== c.name && (
          <Text size="xs" c="dimmed" lineClamp={1} style={{ overflowWrap: "anywhere" }} dir="auto">
            {c.title}
          </Text>
        )}
      </div>
    ),
    sort: (c) => c.name,
    sortedByServer: true,
  },
  {
    title: "Base path",
    cell: (c) => (
      <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
        {c.base_path}
      </Text>
    ),
    wide: true,
    sort: (c) => c.base_path,
  },
  { title: "Endpoints", cell: (c) => c.endpoints.length, align: "right", width: 120, wide: true, sort: (c) => c.endpoints.length },
  { title: "Clients", cell: (c) => <Reach kind="collections" id={c.id} name={c.name} />, align: "right", width: 100, wide: true },
  { title: "Calls 24 h", cell: (c) => <Count by="collection" of={c.name} what="requests" linked />, align: "right", width: 110, wide: true },
  { title: "Errors", cell: (c) => <Count by="collection" of={c.name} what="share of errors" />, align: "right", width: 90, wide: true },
  { title: "Upstream", cell: (c) => <Upstream of={c} />, width: 110, wide: true },
  { title: "Status", cell: (c) => <Publication of={c} />, sort: (c) => c.status },
  { title: "Changed", cell: (c) => <Time at={c.updated_at} />, width: 130, wide: true, sort: (c) => c.updated_at },
];

const asked = (search: Search) => ({ q: search.q, sort: serverSort(search) });

export const warm = (search: Search) => warmList("/collections", asked(search), { limit: 200 });

export function Collections() {
  const [search, setSearch] = useSearchState();
  const list = useList<Collection>("/collections", asked(search), { limit: 200 });
  const create = (
    <ActionButton area="partners" aria-keyshortcuts="n" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New collection
    </ActionButton>
  );
  return (
    <Page title="Collections" description="The API products that partners can be given access to. Edits change the draft; the gateway serves what is published." actions={create}>
      <DataTable
        name="collections"
        label="Collections"
        columns={columns}
        list={list}
        rowKey={(c) => c.id}
        href={(c) => `/collections/${c.id}`}
        sort={search.sort}
        onSort={(sort) => setSearch({ sort })}
        bulk={{ nameOf: (c) => c.name, actions: (collections) => <ExportTicked onClick={() => save(collections)} /> }}
        filters={<FilterText wide label="Filter collections" placeholder="Filter by name or title" value={search.q ?? ""} onChange={(q) => setSearch({ q: q || undefined })} />}
        filtered={Boolean(search.q)}
        empty={
          <Empty title="No collection yet" action={create}>
            A collection is an API product: a base path, the upstream behind it and its endpoints. Partners call it once it is published and they have access.
          </Empty>
        }
      />
      <NewCollection opened={Boolean(search.new)} blank={search.new === "blank"} onBlank={(blank) => setSearch({ new: blank ? "blank" : "1" })} onClose={() => setSearch({ new: undefined })} />
    </Page>
  );
}

function save(collections: Collection[]) {
  saveCsv("collections", ["name", "id", "title", "base_path", "endpoints", "status", "revision", "updated_at"], collections.map((c) => [c.name, c.id, c.title, c.base_path, c.endpoints.length, c.status, c.published_revision ?? "", c.updated_at]));
}
