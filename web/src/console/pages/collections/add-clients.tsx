import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Client, Collection, EffectiveAccess } from "@shared/api/types";
import { PickMany } from "../../parts/pick-many";
import { outlook } from "./outlook";

interface AddClientsProps {
  opened: boolean;
  collection: Collection;
  /** Ids of those that have access. */
  assigned: string[];
  onClose: () => void;
  onConfirm: (clients: Client[]) => void;
}

/** Chooses clients and says what each will be able to call. */
export function AddClients({ opened, collection, assigned, onClose, onConfirm }: AddClientsProps) {
  const [ids, setIds] = useState<string[]>([]);
  const chosen = useQueries({
    queries: ids.map((id) => ({ queryKey: [`/clients/${id}/effective-access`], queryFn: () => api.get<EffectiveAccess>(`/clients/${id}/effective-access`) })),
    combine: (results) => results.flatMap((r) => (r.data ? [r.data] : [])),
  });
  const known = chosen.filter((a) => assigned.includes(a.client.id));
  const ready = ids.length > 0 && chosen.length === ids.length;
  return (
    <Modal opened={opened} onClose={onClose} title={`Add clients to ${collection.name}`} size="lg">
      <Stack>
        <PickMany kind="clients" label="Clients" placeholder={ids.length === 0 ? "Search by name" : undefined} value={ids} onChange={setIds} data-autofocus />
        {chosen.length > 0 && (
          <List size="sm" spacing={6} aria-label="What they will be able to call">
            {chosen.map((access) => (
              <List.Item key={access.client.id} style={{ overflowWrap: "anywhere" }}>
                {known.includes(access) ? `${access.client.name} has access already.` : outlook(collection, access)}
              </List.Item>
            ))}
          </List>
        )}
        {collection.status !== "published" && (
          <Text size="sm" c="var(--gatehouse-warning)">
            The collection is not published: until then every call to it is refused.
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={!ready}
            onClick={() => {
              onConfirm(chosen.map((a) => a.client).filter((c) => !assigned.includes(c.id)));
              onClose();
            }}
          >
            Confirm
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
