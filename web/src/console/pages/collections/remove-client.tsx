import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMemo } from "react";
import type { Client, Collection } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { useRequestStats } from "../request-logs/stats";

interface RemoveClientProps {
  collection: Collection;
  client: Client;
  onClose: () => void;
  onConfirm: () => void;
}

/** What stops working when a client's access is taken away. */
export function RemoveClient({ collection, client, onClose, onConfirm }: RemoveClientProps) {
  const from = useMemo(() => new Date(Date.now() - 86_400_000).toISOString(), []);
  const { data: stats } = useRequestStats({ client: client.id, collection: collection.name, from, buckets: 1 });
  return (
    <Modal opened onClose={onClose} title={`Remove access of ${client.name}?`}>
      <Stack>
        <Text size="sm">
          Once saved, its calls under {collection.base_path} are answered 403 and its open streams there are closed.
          {stats && (stats.total === 0 ? " It made no call there in the last 24 hours." : ` It made ${whole(stats.total)} ${stats.total === 1 ? "call" : "calls"} there in the last 24 hours.`)}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red"
            onClick={() => {
              onConfirm();
              onClose();
            }}
          >
            Remove
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
