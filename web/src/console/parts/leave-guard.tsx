import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useSheetDirty } from "@shared/ui/sheet-dirty";

interface LeaveGuardProps {
  dirty: boolean;
  title?: string;
  children?: ReactNode;
}

/** Asks before a page with changes that are not saved is left. */
export function LeaveGuard({ dirty, title = "Leave without saving?", children = "There are changes on this page that are not saved." }: LeaveGuardProps) {
  useSheetDirty(dirty);
  const blocker = useBlocker({
    // A changed search parameter stays on the page.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <Modal opened={blocker.status === "blocked"} onClose={() => blocker.reset?.()} title={title}>
      <Text size="sm" mb="md">
        {children}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          Leave
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          Stay
        </Button>
      </Group>
    </Modal>
  );
}
