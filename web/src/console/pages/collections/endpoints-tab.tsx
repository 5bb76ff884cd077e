import { ActionIcon, Menu, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Collection, Endpoint } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { ActionButton } from "../../parts/action-button";
import { Confirm } from "../../parts/confirm";
import { FilterText } from "../../parts/filter-text";
import { useSearchState } from "../../parts/search-state";
import { useWhyNot } from "../../session";
import { EndpointSheet } from "./endpoint-sheet";
import { MethodBadge } from "./method-badge";

/** The endpoints of the draft. */
export function EndpointsTab({ collection }: { collection: Collection }) {
  const [search, setSearch] = useSearchState();
  const [removing, setRemoving] = useState<Endpoint>();
  const whyNot = useWhyNot("partners");
  const q = search.q?.toLowerCase() ?? "";
  const items = collection.endpoints.filter((e) => `${e.method} ${e.path} ${e.summary}`.toLowerCase().includes(q));
  const open = (e: Endpoint) => setSearch({ endpoint: e.id });
  const columns: Column<Endpoint>[] = [
    { title: "Method", cell: (e) => <MethodBadge method={e.method} />, width: 96 },
    {
      title: "Path",
      cell: (e) =>
        whyNot ? (
          <Path of={e} />
        ) : (
          <UnstyledButton onClick={() => open(e)} aria-label={`Edit ${e.method} ${e.path}`}>
            <Path of={e} />
          </UnstyledButton>
        ),
    },
    {
      title: "Summary",
      cell: (e) => (
        <Text size="sm" c={e.summary ? undefined : "dimmed"} lineClamp={2} style={{ overflowWrap: "anywhere" }} dir="auto">
          {e.summary || "–"}
        </Text>
      ),
      wide: true,
    },
    { title: "Upstream path", cell: (e) => <Text size="xs" ff="monospace" c={e.upstream_path ? undefined : "dimmed"} style={{ overflowWrap: "anywhere" }}>{e.upstream_path ?? "as it came"}</Text>, wide: true },
    ...(whyNot ? [] : [{ title: "Actions", align: "right" as const, width: 72, cell: (e: Endpoint) => <RowMenu endpoint={e} onEdit={() => open(e)} onRemove={() => setRemoving(e)} /> }]),
  ];
  const add = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ endpoint: "new" })}>
      Add endpoint
    </ActionButton>
  );
  const edited = collection.endpoints.find((e) => e.id === search.endpoint);
  return (
    <Section title="Endpoints" description="Saved to the draft; the gateway serves them once the draft is published." actions={add} bare>
      <Stack gap="sm">
        {collection.endpoints.length > 8 && <FilterText wide label="Filter endpoints" placeholder="Filter by path or summary" value={search.q ?? ""} onChange={(next) => setSearch({ q: next || undefined })} />}
        <DataTable label="Endpoints" columns={columns} list={{ ...still, items }} rowKey={(e) => e.id} onOpen={whyNot ? undefined : open} filtered={q !== ""} empty={<Empty title="No endpoint yet" action={add}>An endpoint is a method and a path, such as GET /track/{"{trackingNumber}"}. Calls to anything else are answered 404.</Empty>} />
      </Stack>
      <EndpointSheet collection={collection} endpoint={edited} opened={!whyNot && (search.endpoint === "new" || edited !== undefined)} onClose={() => setSearch({ endpoint: undefined })} />
      {removing && <Remove collection={collection} endpoint={removing} onClose={() => setRemoving(undefined)} />}
    </Section>
  );
}

// The endpoints came with their collection; there is nothing to load.
const still = { isPending: false, error: null, refetch: () => {}, hasNextPage: false, isFetchingNextPage: false, fetchNextPage: () => {} };

function Path({ of }: { of: Endpoint }) {
  return (
    <Text size="sm" ff="monospace" fz="0.78125rem" style={{ overflowWrap: "anywhere" }}>
      {of.path}
    </Text>
  );
}

function RowMenu({ endpoint, onEdit, onRemove }: { endpoint: Endpoint; onEdit: () => void; onRemove: () => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${endpoint.method} ${endpoint.path}`}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>Edit</Menu.Item>
        <Menu.Item color="red" onClick={onRemove}>
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Remove({ collection, endpoint, onClose }: { collection: Collection; endpoint: Endpoint; onClose: () => void }) {
  const cache = useQueryClient();
  const path = `/collections/${collection.id}`;
  const remove = async () => {
    const next = await api.patch<Collection>(path, { endpoints: collection.endpoints.filter((e) => e.id !== endpoint.id) }, { ifMatch: collection.version });
    cache.setQueryData([path], next);
  };
  return (
    <Confirm title="Remove endpoint?" action="Remove" run={remove} done="Endpoint removed from the draft" onClose={onClose}>
      {endpoint.method} {endpoint.path} leaves the draft. Partners can call it until the draft is published.
    </Confirm>
  );
}
