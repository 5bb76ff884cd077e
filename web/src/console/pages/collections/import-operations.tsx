import { Alert, Checkbox, Group, List, Paper, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Schemas } from "@shared/api/types";
import type { Preview } from "./import-form";
import classes from "./import.module.css";
import { MethodBadge } from "./method-badge";

type Operation = Schemas["ImportOperation"];
type Finding = Schemas["ImportFinding"];

interface OperationsProps {
  preview: Preview;
  chosen: string[];
  onChange: (keys: string[]) => void;
  error?: ReactNode;
}

/** The operations of the document, ticked, each with what was noticed about it. */
export function Operations({ preview, chosen, onChange, error }: OperationsProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = preview.operations.filter((o) => `${o.key} ${o.summary} ${o.tags.join(" ")}`.toLowerCase().includes(wanted));
  const possible = shown.filter((o) => o.importable).map((o) => o.key);
  const all = possible.length > 0 && possible.every((key) => chosen.includes(key));
  const some = !all && possible.some((key) => chosen.includes(key));
  const toggleAll = () => onChange(all ? chosen.filter((key) => !possible.includes(key)) : [...new Set([...chosen, ...possible])]);
  const toggle = (key: string) => onChange(chosen.includes(key) ? chosen.filter((k) => k !== key) : [...chosen, key]);
  return (
    <Stack gap="xs" role="group" aria-label="Operations">
      <Group justify="space-between" gap="sm">
        <Checkbox label={`Import all${wanted ? " that match" : ""}`} checked={all} indeterminate={some} onChange={toggleAll} disabled={possible.length === 0} />
        {preview.operations.length > 8 && <TextInput size="xs" aria-label="Filter operations" placeholder="Filter operations" value={text} onChange={(e) => setText(e.currentTarget.value)} />}
      </Group>
      <Paper withBorder className={classes.list} tabIndex={0} role="region" aria-label="Operations of the document">
        {shown.map((o) => (
          <Row key={o.key} operation={o} findings={preview.findings.filter((f) => f.operation === o.key)} ticked={chosen.includes(o.key)} onToggle={() => toggle(o.key)} />
        ))}
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {wanted ? "No operation matches." : "The document has no operation."}
          </Text>
        )}
      </Paper>
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}

interface RowProps {
  operation: Operation;
  findings: Finding[];
  ticked: boolean;
  onToggle: () => void;
}

function Row({ operation: o, findings, ticked, onToggle }: RowProps) {
  return (
    <div className={classes.row}>
      <Checkbox size="xs" mt={3} aria-label={o.key} checked={ticked} disabled={!o.importable} onChange={onToggle} />
      <div className={classes.what}>
        <Group gap="xs" wrap="nowrap" align="baseline">
          <MethodBadge method={o.method} />
          <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {o.path}
          </Text>
          {o.deprecated && (
            <Text size="xs" c="dimmed">
              deprecated
            </Text>
          )}
        </Group>
        {o.summary && (
          <Text size="xs" c="dimmed" lineClamp={2} dir="auto" style={{ overflowWrap: "anywhere" }}>
            {o.summary}
          </Text>
        )}
        {findings.map((f) => (
          <Text key={f.pointer + f.detail} size="xs" c={f.severity === "error" ? "var(--mantine-color-error)" : "var(--gatehouse-warning)"} style={{ overflowWrap: "anywhere" }}>
            {f.severity === "error" ? "Cannot be imported: " : ""}
            {sentence(f)}
          </Text>
        ))}
      </div>
    </div>
  );
}

/** What was noticed about the document as a whole. */
export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Alert color="orange" title="Noticed in the document">
      <List size="sm" styles={{ itemWrapper: { overflowWrap: "anywhere" } }}>
        {findings.slice(0, 10).map((f) => (
          <List.Item key={f.pointer + f.detail}>{sentence(f)}</List.Item>
        ))}
      </List>
      {findings.length > 10 && <Text size="sm">and {findings.length - 10} more</Text>}
    </Alert>
  );
}

/** Details read behind their pointer. */
function sentence({ pointer, detail }: Finding): string {
  return pointer ? `${pointer} ${detail}` : detail;
}
