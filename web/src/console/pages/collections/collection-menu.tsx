import { Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Collection } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { Failure } from "@shared/ui/states";
import { callsText, few, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";

/** Import again, unpublish and delete; what is published must be unpublished first. */
export function CollectionMenu({ collection, onImport }: { collection: Collection; onImport: () => void }) {
  const [open, setOpen] = useState<"unpublish" | "delete">();
  const close = () => setOpen(undefined);
  const published = collection.status === "published";
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item onClick={onImport}>Import a newer document…</Menu.Item>
        {published && <Menu.Item onClick={() => setOpen("unpublish")}>Unpublish…</Menu.Item>}
        <Menu.Item color="red" disabled={published} onClick={() => setOpen("delete")}>
          Delete…
          {published && (
            <Text size="xs" c="dimmed">
              Unpublish it first
            </Text>
          )}
        </Menu.Item>
      </MoreMenu>
      {open === "unpublish" && <Unpublish collection={collection} onClose={close} />}
      <Delete collection={collection} opened={open === "delete"} onClose={close} />
    </>
  );
}

function Unpublish({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const cache = useQueryClient();
  const impact = useImpact(`/collections/${collection.id}`, true);
  const unpublish = useMutation({
    mutationFn: () => api.post(`/collections/${collection.id}/unpublish`, undefined, { ifMatch: collection.version }),
    onSuccess: () => {
      notifications.show({ color: "teal", message: `${collection.name} is not published any more` });
      void cache.invalidateQueries();
      onClose();
    },
    onError: () => void cache.invalidateQueries(),
  });
  return (
    <Modal opened onClose={onClose} title={`Unpublish ${collection.name}?`}>
      <Stack>
        {unpublish.error && <Failure error={unpublish.error} />}
        <Text size="sm">
          From the next request on, every call under {collection.base_path} is refused. {impact && `${few(impact.clients, "client")} ${impact.clients === 1 ? "has" : "have"} access. ${callsText(impact)}`} Draft, revisions and access stay, so it can be published again.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" onClick={() => unpublish.mutate()} loading={unpublish.isPending}>
            Unpublish
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Delete({ collection, opened, onClose }: { collection: Collection; opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const path = `/collections/${collection.id}`;
  const impact = useImpact(path, opened);
  const remove = async () => {
    await api.delete(path);
    await navigate({ to: "/collections" });
    notifications.show({ color: "teal", message: `Collection ${collection.name} deleted` });
    cache.removeQueries({ queryKey: [path] });
    void cache.invalidateQueries();
  };
  return (
    <ConfirmDelete
      what="collection"
      name={collection.name}
      opened={opened}
      onClose={onClose}
      onDelete={remove}
      impact={`Deleted with it: ${collection.endpoints.length} ${collection.endpoints.length === 1 ? "endpoint" : "endpoints"}, every revision and ${impact ? `the access of ${few(impact.clients, "client")}; ${few(impact.portal_users, "person", "people")} no longer ${impact.portal_users === 1 ? "sees" : "see"} it in the portal` : "the access of its clients"}. The request log keeps its calls. This cannot be undone.`}
    />
  );
}
