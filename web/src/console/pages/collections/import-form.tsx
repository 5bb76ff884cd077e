import { Alert, Button, FileButton, Group, List, Stack, Text, Textarea } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, Problem } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { ImportChoice } from "./import-choice";

export type Preview = Schemas["ImportPreview"];

const largest = 5 * 1024 * 1024; // what the server takes
const kept = "gatehouse-unsaved-import";

/** An OpenAPI document, pasted or from a file; then what it holds, to choose from. */
export function ImportForm({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState(() => sessionStorage.getItem(kept) ?? "");
  const [refused, setRefused] = useState<string>();
  const preview = useMutation({ mutationFn: (document: string) => api.post<Preview>("/collections/import", { document }, { query: { preview: true } }) });
  const take = (document: string) => {
    setText(document);
    setRefused(undefined);
    keep(document);
  };
  const open = async (file: File | null) => {
    if (!file) return;
    if (file.size > largest) return setRefused(`${file.name} is larger than 5 MiB.`);
    const document = await file.text();
    take(document);
    preview.mutate(document);
  };
  if (preview.data) {
    const created = () => {
      sessionStorage.removeItem(kept);
      onClose();
    };
    return <ImportChoice document={text} preview={preview.data} onBack={preview.reset} onCreated={created} />;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") setRefused("Paste a document, or choose a file.");
        else if (!preview.isPending) preview.mutate(text);
      }}
      noValidate
    >
      <Stack>
        {preview.error && <Unreadable error={preview.error} />}
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed">
            OpenAPI 3.0 or 3.1, JSON or YAML. Nothing is created yet.
          </Text>
          <FileButton onChange={(file) => void open(file)} accept=".json,.yaml,.yml,application/json,application/yaml">
            {(props) => (
              <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} />}>
                Choose file
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          label="Document"
          required
          data-autofocus
          placeholder={'openapi: 3.1.0\ninfo:\n  title: Shipments\npaths:\n  /track/{trackingNumber}:\n    get: …'}
          rows={16}
          spellCheck={false}
          value={text}
          onChange={(e) => take(e.currentTarget.value)}
          error={refused}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={preview.isPending}>
            Preview
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What is wrong with the document, and where in it. */
function Unreadable({ error }: { error: Error }) {
  const places = error instanceof Problem ? error.errors : [];
  if (places.length === 0) return <Failure error={error} />;
  return (
    <Alert color="red" role="alert" title="This document cannot be imported">
      <List size="sm" styles={{ itemWrapper: { overflowWrap: "anywhere" } }}>
        {places.slice(0, 20).map(({ pointer, detail }) => (
          <List.Item key={pointer + detail}>
            {place(pointer)}
            {detail}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

function place(pointer: string): string {
  const path = pointer.replace(/^\/document/, "");
  return path ? `${path}: ` : "";
}

/** A document survives a reload of the page, unless the browser has no room for it. */
function keep(document: string): void {
  try {
    sessionStorage.setItem(kept, document);
  } catch {
    sessionStorage.removeItem(kept);
  }
}
