import { Button, Group } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useRef } from "react";

/** Cancel and Save at the end of a form; ⌘↵ saves from any field. */
export function FormFoot({ onCancel, busy, label = "Save" }: { onCancel?: () => void; busy: boolean; label?: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useHotkeys([["mod+Enter", () => button.current?.form?.requestSubmit()]], []);
  return (
    <Group justify="flex-end">
      {onCancel && (
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      )}
      <Button ref={button} type="submit" loading={busy}>
        {label}
      </Button>
    </Group>
  );
}
