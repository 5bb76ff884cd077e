import { ActionIcon, Code, Group } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** A button that copies a text and says so, to eyes and to screen readers. */
export function CopyButton({ value, what, onCopied }: { value: string; what: string; onCopied?: () => void }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const label = clipboard.copied ? `${what} copied` : `Copy ${what}`;
  return (
    <ActionIcon
      variant="subtle"
      color={clipboard.copied ? "teal" : "gray"}
      size="sm"
      aria-label={label}
      data-hint={label}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        clipboard.copy(value);
        onCopied?.();
      }}
    >
      {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
    </ActionIcon>
  );
}

/** An id in monospace with its copy button. */
export function CopyId({ value, what }: { value: string; what: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Code style={{ whiteSpace: "nowrap", overflow: "hidden", textOverflow: "ellipsis" }}>{value}</Code>
      <CopyButton value={value} what={what} />
    </Group>
  );
}
