import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "@shared/ui/states";

interface ConfirmProps {
  title: string;
  /** What it does, on its button. */
  action: string;
  run: () => Promise<unknown>;
  /** What is said when it is done. */
  done: string;
  onClose: () => void;
  /** What stops working. */
  children: ReactNode;
}

/** Asks before calls are refused that were answered until now. */
export function Confirm({ title, action, run, done, onClose, children }: ConfirmProps) {
  const cache = useQueryClient();
  const running = useMutation({
    mutationFn: run,
    onSuccess: () => {
      notifications.show({ color: "teal", message: done });
      onClose();
    },
    // When it failed, somebody may have changed the thing meanwhile.
    onSettled: () => void cache.invalidateQueries(),
  });
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        {running.error && <Failure error={running.error} />}
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {children}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" onClick={() => running.mutate()} loading={running.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
