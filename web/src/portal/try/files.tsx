import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconFile, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { bytes } from "@shared/numbers";
import type { Picked } from "./form";

const largest = 1 << 20; // what the relay takes

/** A file that was chosen, with a way to take it back. */
export function ChosenFile({ file, onRemove }: { file: Picked; onRemove: () => void }) {
  return (
    <Group gap="xs">
      <IconFile size={15} aria-hidden />
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {file.name} <span className="doc-type">{bytes(Math.floor((file.base64.replace(/=+$/, "").length * 3) / 4))}</span>
      </Text>
      <Button size="compact-xs" variant="subtle" leftSection={<IconX size={12} />} onClick={onRemove} aria-label={`Remove ${file.name}`}>
        Remove
      </Button>
    </Group>
  );
}

interface PickFilesProps {
  label: string;
  multiple?: boolean;
  onPick: (files: Picked[]) => void;
}

/** Reads files into memory, as far as the relay takes them. */
export function PickFiles({ label, multiple = false, onPick }: PickFilesProps) {
  const [tooLarge, setTooLarge] = useState<number>();
  const read = async (chosen: File | File[] | null) => {
    const files = chosen === null ? [] : [chosen].flat();
    const size = files.reduce((sum, f) => sum + f.size, 0);
    setTooLarge(size > largest ? size : undefined);
    if (files.length > 0 && size <= largest) onPick(await Promise.all(files.map(picked)));
  };
  return (
    <>
      <FileButton onChange={(chosen) => void read(chosen)} multiple={multiple}>
        {(props) => (
          <Button {...props} size="compact-xs" variant="default" leftSection={<IconFile size={13} />}>
            {label}
          </Button>
        )}
      </FileButton>
      {tooLarge !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {bytes(tooLarge)} is too much to send from here: at most 1 MB. The samples send files of any size.
        </Text>
      )}
    </>
  );
}

function picked(file: File): Promise<Picked> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, type: file.type, base64: String(reader.result).replace(/^[^,]*,/, "") });
    reader.onerror = () => reject(reader.error ?? new Error("the file cannot be read"));
    reader.readAsDataURL(file);
  });
}
