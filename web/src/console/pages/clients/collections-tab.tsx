import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Collection } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty, Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { ActionButton } from "../../parts/action-button";
import { Confirm } from "../../parts/confirm";
import { Pick } from "../../parts/pick";
import { useWhyNot } from "../../session";

/** The client's side of a collection's Access tab. */
export function ClientCollections({ client }: { client: Client }) {
  const whyNot = useWhyNot("partners");
  const list = useList<Collection>(`/clients/${client.id}/collections`);
  const [removing, setRemoving] = useState<Collection>();
  const columns: Column<Collection>[] = [
    {
      title: "Name",
      cell: (c) => (
        <Anchor component={Link} to={`/collections/${c.id}`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
          {c.name}
        </Anchor>
      ),
    },
    { title: "Base path", cell: (c) => <Text size="xs" ff="monospace">{c.base_path}</Text>, wide: true },
    { title: "Status", cell: (c) => <Status of={c.status} /> },
    {
      title: "Actions",
      align: "right",
      cell: (c) => (
        <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" aria-label={`Remove access to ${c.name}`} onClick={() => setRemoving(c)}>
          Remove
        </ActionButton>
      ),
    },
  ];
  return (
    <Section title="Collections" description="What this client may call. A change holds from the next request on." bare>
      <Stack>
        {!whyNot && <GiveAccess client={client} />}
        <DataTable label="Collections" columns={columns} list={list} rowKey={(c) => c.id} empty={<Empty title="No collection assigned">Every call of {client.name} is refused until it has access to a collection.</Empty>} />
      </Stack>
      {removing && <RemoveAccess client={client} collection={removing} onClose={() => setRemoving(undefined)} />}
    </Section>
  );
}

function GiveAccess({ client }: { client: Client }) {
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: (id: string) => api.put(`/collections/${id}/clients/${client.id}`),
    onSuccess: () => {
      setChosen(null);
      notifications.show({ color: "teal", message: "Access given" });
      void cache.invalidateQueries();
    },
  });
  return (
    <Stack gap="xs" maw={720}>
      {give.error && <Failure error={give.error} />}
      <Group align="flex-end" wrap="nowrap">
        <Pick kind="collections" label="Collection" placeholder="Choose a collection" value={chosen} onChange={setChosen} without={client.collection_ids} flex={1} />
        <Button disabled={!chosen} loading={give.isPending} onClick={() => chosen && give.mutate(chosen)}>
          Give access
        </Button>
      </Group>
    </Stack>
  );
}

function RemoveAccess({ client, collection, onClose }: { client: Client; collection: Collection; onClose: () => void }) {
  return (
    <Confirm
      title={`Remove access to ${collection.name}?`}
      action="Remove access"
      run={() => api.delete(`/collections/${collection.id}/clients/${client.id}`)}
      done={`Access to ${collection.name} removed`}
      onClose={onClose}
    >
      From the next request on, {client.name} is answered 403 under {collection.base_path}, and its open streams there are closed.
    </Confirm>
  );
}
