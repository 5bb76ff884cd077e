import { Alert, Button, FileButton, Group, List, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { Problem } from "@shared/api/client";
import { Failure } from "@shared/ui/states";

/** A document as the server takes it: its text, or where it fetches it from. */
export type Source = { document: string } | { url: string };

const largest = 10 * 1024 * 1024; // what the server takes

interface DocumentSourceProps {
  /** Unsaved text outlives a reload under this key. */
  kept: string;
  hint: string;
  error: Error | null;
  busy: boolean;
  onSource: (source: Source) => void;
  onCancel: () => void;
}

/** An OpenAPI document: pasted, from a file, or fetched by the server. */
export function DocumentSource({ kept, hint, error, busy, onSource, onCancel }: DocumentSourceProps) {
  const [fetched, setFetched] = useState(false);
  const [text, setText] = useState(() => sessionStorage.getItem(kept) ?? "");
  const [url, setUrl] = useState("");
  const [refused, setRefused] = useState<string>();
  const take = (document: string) => {
    setText(document);
    setRefused(undefined);
    keep(kept, document);
  };
  const open = async (file: File | null) => {
    if (!file) return;
    setFetched(false);
    if (file.size > largest) return setRefused(`${file.name} is larger than 10 MiB.`);
    const document = await file.text();
    take(document);
    onSource({ document });
  };
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    if (busy) return;
    const value = (fetched ? url : text).trim();
    if (value === "") setRefused(fetched ? "Enter the address of the document." : "Paste a document, or choose a file.");
    else onSource(fetched ? { url: value } : { document: text });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {error && <Unreadable error={error} />}
        <Text size="sm" c="dimmed">
          OpenAPI 3.0 or 3.1, JSON or YAML. {hint}
        </Text>
        <Group justify="space-between" gap="xs">
          <SegmentedControl
            aria-label="Document from"
            size="xs"
            data={[
              { value: "text", label: "Paste" },
              { value: "url", label: "URL" },
            ]}
            value={fetched ? "url" : "text"}
            onChange={(value) => {
              setFetched(value === "url");
              setRefused(undefined);
            }}
          />
          <FileButton onChange={(file) => void open(file)} accept=".json,.yaml,.yml,application/json,application/yaml">
            {(props) => (
              <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} />}>
                Choose file
              </Button>
            )}
          </FileButton>
        </Group>
        {fetched ? (
          <TextInput label="URL" required type="url" description="The server fetches it. Private addresses only where it was started with --import-private-addresses." placeholder="https://shipments.example.com/openapi.yaml" value={url} onChange={(e) => setUrl(e.currentTarget.value)} error={refused} autoComplete="off" spellCheck={false} />
        ) : (
          <Textarea
            label="Document"
            required
            data-autofocus
            placeholder={"openapi: 3.1.0\ninfo:\n  title: Shipments\npaths:\n  /track/{trackingNumber}:\n    get: …"}
            rows={16}
            spellCheck={false}
            value={text}
            onChange={(e) => take(e.currentTarget.value)}
            error={refused}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.8125rem" } }}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
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
  const path = pointer.replace(/^\/(document|url)/, "");
  return path ? `${path}: ` : "";
}

/** A document survives a reload of the page, unless the browser has no room for it. */
function keep(kept: string, document: string): void {
  try {
    sessionStorage.setItem(kept, document);
  } catch {
    sessionStorage.removeItem(kept);
  }
}
