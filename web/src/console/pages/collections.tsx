import { Anchor, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import type { Collection } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../parts/action-button";
import { FilterText } from "../parts/filter-text";
import { useSearchState } from "../parts/search-state";
import { NewCollection } from "./collections/new-collection";
import { Publication } from "./collections/publication";

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
  },
  {
    title: "Base path",
    cell: (c) => (
      <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
        {c.base_path}
      </Text>
    ),
    wide: true,
  },
  { title: "Endpoints", cell: (c) => c.endpoints.length, align: "right", width: 110, wide: true },
  { title: "Status", cell: (c) => <Publication of={c} /> },
  { title: "Changed", cell: (c) => <Time at={c.updated_at} />, wide: true },
];

export function Collections() {
  const [search, setSearch] = useSearchState();
  const list = useList<Collection>("/collections", { q: search.q });
  const create = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New collection
    </ActionButton>
  );
  return (
    <Page title="Collections" description="The API products that partners can be given access to. Edits change the draft; the gateway serves what is published." actions={create}>
      <Group gap="sm">
        <FilterText wide label="Filter collections" placeholder="Filter by name or title" value={search.q ?? ""} onChange={(q) => setSearch({ q: q || undefined })} />
      </Group>
      <DataTable
        label="Collections"
        columns={columns}
        list={list}
        rowKey={(c) => c.id}
        href={(c) => `/collections/${c.id}`}
        filtered={Boolean(search.q)}
        empty={
          <Empty title="No collection yet" action={create}>
            A collection is an API product: a base path, the upstream behind it and its endpoints. Partners call it once it is published and they have access.
          </Empty>
        }
      />
      <NewCollection opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} />
    </Page>
  );
}
