import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Collection } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { Changes } from "../../parts/changes";
import { type Revision, taken, useDifference } from "./difference";

/** Shows what publishing would change for partners, then does it. */
export function Publish({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`Publish ${collection.name}`} size="xl">
      <Body collection={collection} onClose={onClose} />
    </Modal>
  );
}

function Body({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const cache = useQueryClient();
  const revisions = useList<Revision>(`/collections/${collection.id}/revisions`);
  const served = revisions.items.find((r) => r.published);
  const publish = useMutation({
    mutationFn: () => api.post<Collection>(`/collections/${collection.id}/publish`, undefined, { ifMatch: collection.version }),
    onSuccess: (next) => {
      notifications.show({ color: "teal", message: `Revision ${next.published_revision} of ${next.name} is published` });
      void cache.invalidateQueries();
      onClose();
    },
    // Somebody changed the draft meanwhile: show what it is now.
    onError: () => void cache.invalidateQueries(),
  });
  const changes = useDifference(served, collection);
  const lost = served ? taken(served, collection) : [];
  return (
    <Stack>
      {publish.error && <Failure error={publish.error} />}
      {served ? (
        <>
          <Text size="sm">From the next request on, the gateway serves the draft in place of revision {served.number}:</Text>
          <Changes changes={changes} before={`Revision ${served.number}`} after="Draft" />
        </>
      ) : (
        <Text size="sm">
          The gateway will serve {collection.endpoints.length} {collection.endpoints.length === 1 ? "endpoint" : "endpoints"} under {collection.base_path} to clients with access.
        </Text>
      )}
      {lost.length > 0 && (
        <Alert color="red" title="Partners lose what they can call now">
          {lost.slice(0, 10).join(", ")}
          {lost.length > 10 && ` and ${lost.length - 10} more`}
        </Alert>
      )}
      {collection.endpoints.length === 0 && <Alert color="orange">The draft has no endpoint: every call will be answered 404.</Alert>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={() => publish.mutate()} loading={publish.isPending} data-autofocus>
          Publish
        </Button>
      </Group>
    </Stack>
  );
}
