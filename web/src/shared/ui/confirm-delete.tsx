import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Failure } from "./states";

interface ConfirmDeleteProps {
  /** "client", as in "Delete client". */
  what: string;
  name: string;
  opened: boolean;
  onClose: () => void;
  /** Why it cannot be deleted as things are. */
  blocked?: string;
  /** What stops working, in words. */
  impact: ReactNode;
  /** Offered first: what can be taken back. */
  instead?: ReactNode;
  /** A choice that the deletion needs, and whether it is still open. */
  choice?: ReactNode;
  undecided?: boolean;
  onDelete: () => Promise<unknown>;
}

/** Says what a deletion takes along and wants the name typed. */
export function ConfirmDelete({ opened, ...about }: ConfirmDeleteProps) {
  return (
    <Modal opened={opened} onClose={about.onClose} title={`Delete ${about.what}`}>
      <Body {...about} />
    </Modal>
  );
}

// Within the dialog, so that each opening begins empty.
function Body({ what, name, onClose, blocked, impact, instead, choice, undecided, onDelete }: Omit<ConfirmDeleteProps, "opened">) {
  const [typed, setTyped] = useState("");
  const remove = useMutation({ mutationFn: onDelete });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked && !undecided && typed === name && !remove.isPending) remove.mutate();
      }}
    >
      <Stack>
        {remove.error && <Failure error={remove.error} />}
        <Text size="sm" component="div" style={{ overflowWrap: "anywhere" }}>
          {blocked ?? impact}
        </Text>
        {instead}
        {choice}
        {!blocked && <TextInput label={`Type ${name} to confirm`} value={typed} onChange={(e) => setTyped(e.currentTarget.value)} autoComplete="off" data-autofocus styles={{ label: { overflowWrap: "anywhere" } }} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {!blocked && (
            <Button type="submit" color="red" disabled={typed !== name || undecided} loading={remove.isPending}>
              Delete {what}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
