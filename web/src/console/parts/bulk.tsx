import { Alert, Button, Group, List, Modal, Progress, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { whole } from "@shared/numbers";

interface Named {
  id: string;
  name: string;
}

export interface BulkWork {
  /** "Disable 3 clients" */
  title: string;
  /** What it brings about, in words; inputs it needs. */
  body: ReactNode;
  confirm: string;
  /** "disabled", as in "3 clients disabled". */
  done: string;
  danger?: boolean;
  disabled?: boolean;
  run: (id: string) => Promise<unknown>;
}

interface BulkProps extends BulkWork {
  opened: boolean;
  items: Named[];
  onClose: () => void;
  /** All of it worked. */
  onDone: () => void;
}

/** Does one thing to many, one after the other; what failed is named and can be tried again. */
export function Bulk({ opened, items, onClose, onDone, ...work }: BulkProps) {
  const cache = useQueryClient();
  const [left, setLeft] = useState(items);
  const [failed, setFailed] = useState<[string, string][]>([]);
  const all = items.length;
  const run = useMutation({
    mutationFn: async () => {
      const wrong: [Named, string][] = [];
      setFailed([]);
      for (const [i, item] of left.entries()) {
        try {
          await work.run(item.id);
        } catch (error) {
          wrong.push([item, error instanceof Error ? error.message : "Failed."]);
        }
        setLeft([...wrong.map(([failure]) => failure), ...left.slice(i + 1)]);
      }
      return wrong;
    },
    onSuccess: (wrong) => {
      void cache.invalidateQueries();
      setFailed(wrong.map(([item, why]) => [item.name, why]));
      if (wrong.length > 0) return;
      notifications.show({ color: "teal", message: `${whole(all)} ${work.done}` });
      onDone();
      onClose();
    },
  });
  return (
    <Modal opened={opened} onClose={() => !run.isPending && onClose()} title={work.title}>
      <Stack>
        {failed.length > 0 && (
          <Alert color="red" role="alert" title={`${failed.length} of ${all} failed`}>
            <List size="sm">
              {failed.slice(0, 20).map(([name, why]) => (
                <List.Item key={name}>
                  <b>{name}</b>: {why}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        <Text size="sm" component="div">
          {work.body}
        </Text>
        {run.isPending && <Progress value={((all - left.length) / all) * 100} aria-label="Done so far" />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={run.isPending}>
            {failed.length > 0 ? "Close" : "Cancel"}
          </Button>
          <Button color={work.danger ? "red" : undefined} onClick={() => !run.isPending && run.mutate()} loading={run.isPending} disabled={work.disabled}>
            {failed.length > 0 ? "Try those again" : work.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
