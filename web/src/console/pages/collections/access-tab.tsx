import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Collection, Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty, Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { laterSheet } from "../../parts/later";
import { LeaveGuard } from "../../parts/leave-guard";
import { NamesOf } from "../../parts/names";
import { RemoveClient } from "./remove-client";

const AddClients = laterSheet(async () => (await import("./add-clients")).AddClients);

type Assigned = Schemas["CollectionClient"];
interface Row {
  client: Client;
  since?: string;
  change?: "added" | "removed";
}

/** Who may call the collection. Changes are gathered and take effect with Save. */
export function AccessTab({ collection }: { collection: Collection }) {
  const list = useList<Assigned>(`/collections/${collection.id}/clients`);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Client>();
  const staged = useStaged(collection);
  const { added, removed } = staged;
  const rows: Row[] = [
    ...added.filter((c) => !list.items.some((a) => a.client.id === c.id)).map((client): Row => ({ client, change: "added" })),
    ...list.items.map(({ client, since }): Row => ({ client, since, change: removed.some((c) => c.id === client.id) ? "removed" : undefined })),
  ];
  const add = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      Add client
    </ActionButton>
  );
  return (
    <Section title="Access" description="The clients that may call this collection. A change holds from the next request on." actions={add} bare>
      <LeaveGuard dirty={staged.dirty} />
      <Stack gap="sm">
        {staged.error && <Failure error={staged.error} />}
        <DataTable label="Clients with access" columns={columnsOf(setRemoving, staged.undo)} list={{ ...list, items: rows }} rowKey={(r) => r.client.id} empty={<Empty title="No client can call this collection yet" action={add}>Add a client to let it call the published endpoints under {collection.base_path}.</Empty>} />
        {staged.dirty && (
          <Group justify="flex-end">
            <Text size="sm" c="dimmed" role="status">
              {[added.length > 0 && `${added.length} to add`, removed.length > 0 && `${removed.length} to remove`].filter(Boolean).join(", ")}; not saved yet
            </Text>
            <Button variant="default" onClick={staged.discard}>
              Discard
            </Button>
            <Button onClick={staged.save} loading={staged.saving}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
      {adding && <AddClients opened collection={collection} assigned={rows.filter((r) => r.change !== "removed").map((r) => r.client.id)} onClose={() => setAdding(false)} onConfirm={staged.add} />}
      {removing && <RemoveClient collection={collection} client={removing} onClose={() => setRemoving(undefined)} onConfirm={() => staged.remove(removing)} />}
    </Section>
  );
}

function columnsOf(onRemove: (c: Client) => void, onUndo: (c: Client) => void): Column<Row>[] {
  return [
    {
      title: "Client",
      cell: ({ client, change }) => (
        <Anchor component={Link} to={`/clients/${client.id}`} fw={600} fz="sm" c="inherit" td={change === "removed" ? "line-through" : undefined} style={{ overflowWrap: "anywhere" }}>
          {client.name}
        </Anchor>
      ),
    },
    { title: "Status", cell: ({ client, change }) => (change ? <Status of="changed" label={change === "added" ? "Will be added" : "Will be removed"} /> : <Status of={client.status} />) },
    { title: "Policies", cell: ({ client }) => <NamesOf kind="policies" ids={client.policy_ids} />, wide: true },
    { title: "Since", cell: ({ since }) => (since ? <Time at={since} /> : "–"), wide: true },
    {
      title: "Actions",
      align: "right",
      cell: ({ client, change }) =>
        change ? (
          <Button variant="subtle" size="compact-sm" onClick={() => onUndo(client)} aria-label={`Undo for ${client.name}`}>
            Undo
          </Button>
        ) : (
          <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" onClick={() => onRemove(client)} aria-label={`Remove access of ${client.name}`}>
            Remove
          </ActionButton>
        ),
    },
  ];
}

/** What Save will do. What was done stays done when a later call fails; the rest stays staged. */
function useStaged(collection: Collection) {
  const cache = useQueryClient();
  const [added, setAdded] = useState<Client[]>([]);
  const [removed, setRemoved] = useState<Client[]>([]);
  const without = (id: string) => (all: Client[]) => all.filter((c) => c.id !== id);
  const undo = ({ id }: Client) => {
    setAdded(without(id));
    setRemoved(without(id));
  };
  const save = useMutation({
    mutationFn: async () => {
      const path = `/collections/${collection.id}/clients`;
      for (const c of added) {
        await api.put(`${path}/${c.id}`);
        setAdded(without(c.id));
      }
      for (const c of removed) {
        await api.delete(`${path}/${c.id}`);
        setRemoved(without(c.id));
      }
    },
    onSuccess: () => notifications.show({ color: "teal", message: `Access to ${collection.name} saved` }),
    onSettled: () => cache.invalidateQueries(),
  });
  return {
    added,
    removed,
    undo,
    dirty: added.length + removed.length > 0,
    // Whoever is to be removed and added again stays as they are.
    add: (clients: Client[]) => {
      const back = new Set(removed.map((c) => c.id));
      setRemoved((all) => all.filter((c) => !clients.some((n) => n.id === c.id)));
      setAdded((all) => [...all, ...clients.filter((c) => !back.has(c.id))]);
    },
    remove: (client: Client) => setRemoved((all) => [...all, client]),
    discard: () => {
      setAdded([]);
      setRemoved([]);
    },
    save: () => save.mutate(),
    saving: save.isPending,
    error: save.error,
  };
}
