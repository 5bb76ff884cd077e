import { Alert, Anchor, Button, Group, Paper, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { Failure } from "@shared/ui/states";
import { Findings } from "./import-operations";
import classes from "./import.module.css";

type MergeResult = Schemas["Merge"];
type Changed = Schemas["MergedEndpoint"];

interface MergeProps {
  merge: MergeResult;
  error: Error | null;
  busy: boolean;
  onApply: (take: string[]) => void;
  onBack: () => void;
}

/** What a newer document does to the draft, the dangerous first; where hand and document differ, a choice. */
export function Merge({ merge: m, error, busy, onApply, onBack }: MergeProps) {
  const [take, setTake] = useState<string[]>([]);
  const choose = (operation: string, document: boolean) => setTake(document ? [...take, operation] : take.filter((o) => o !== operation));
  const nothing = m.added.length + m.removed.length + m.updated.length + take.length === 0;
  return (
    <Stack>
      {error && <Failure error={error} />}
      {m.breaking.length > 0 && <Breaking breaking={m.breaking} />}
      <Findings findings={m.findings} />
      {m.conflicts.length > 0 && (
        <Part title="Changed by hand and in the document" count={m.conflicts.length} note="What was set by hand stays unless you take the document’s.">
          {m.conflicts.map((c) => (
            <Row key={c.operation ?? ""} of={c}>
              <SegmentedControl
                size="xs"
                aria-label={`${nameOf(c)}: which one`}
                data={[
                  { value: "hand", label: "Keep by hand" },
                  { value: "document", label: "Take the document’s" },
                ]}
                value={take.includes(c.operation ?? "") ? "document" : "hand"}
                onChange={(value) => choose(c.operation ?? "", value === "document")}
              />
            </Row>
          ))}
        </Part>
      )}
      <Operations title="Added" keys={m.added} />
      {m.updated.length > 0 && (
        <Part title="Changed" count={m.updated.length}>
          {m.updated.map((u) => (
            <Row key={u.operation ?? ""} of={u} />
          ))}
        </Part>
      )}
      <Operations title="Removed" keys={m.removed} />
      <Operations title="Kept" keys={m.kept} note="Gone from the document, but edited by hand." />
      <Operations title="Left out" keys={m.left_out} note="In the document, but taken out of the collection by hand." />
      {nothing && <Text size="sm">The draft already says what the document says{m.conflicts.length > 0 ? ", but for what was set by hand" : ""}.</Text>}
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button onClick={() => onApply(take)} loading={busy} disabled={nothing} data-autofocus>
          Apply to the draft
        </Button>
      </Group>
    </Stack>
  );
}

function Breaking({ breaking }: { breaking: Schemas["Breaking"][] }) {
  return (
    <Alert color="red" title="Can break what partners call now">
      <Stack gap="xs">
        {breaking.slice(0, 50).map((b) => (
          <div key={b.operation + b.detail}>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              <b>{b.operation}</b> {b.detail}
            </Text>
            <Text size="xs">
              {b.clients.length === 0
                ? "Nobody called it in the last 30 days."
                : b.clients.map((c, i) => (
                    <span key={c.client_id}>
                      {i > 0 && ", "}
                      <Anchor component={Link} to={`/clients/${c.client_id}`} inherit c="inherit" underline="always">
                        {c.client_name}
                      </Anchor>{" "}
                      ({whole(c.calls)} {c.calls === 1 ? "call" : "calls"} in 30 days)
                    </span>
                  ))}
            </Text>
          </div>
        ))}
        {breaking.length > 50 && <Text size="sm">and {breaking.length - 50} more</Text>}
      </Stack>
    </Alert>
  );
}

function Operations({ title, keys, note }: { title: string; keys: string[]; note?: string }) {
  if (keys.length === 0) return null;
  return (
    <Part title={title} count={keys.length} note={note}>
      {keys.map((key) => (
        <Row key={key} of={{ operation: key, fields: [] }} />
      ))}
    </Part>
  );
}

function Part({ title, count, note, children }: { title: string; count: number; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Group gap="xs" mb={4}>
        <Title order={3}>{title}</Title>
        <span className="count">{whole(count)}</span>
      </Group>
      {note && (
        <Text size="xs" c="dimmed" mb={4}>
          {note}
        </Text>
      )}
      <Paper withBorder className={classes.list} tabIndex={0} role="region" aria-label={`${title}, list`}>
        {children}
      </Paper>
    </section>
  );
}

function Row({ of, children }: { of: Changed; children?: ReactNode }) {
  return (
    <Group className={classes.row} justify="space-between" gap="xs">
      <div className={classes.what}>
        <Text size="sm" ff={of.operation ? "monospace" : undefined} style={{ overflowWrap: "anywhere" }}>
          {nameOf(of)}
        </Text>
        {of.fields.length > 0 && (
          <Text size="xs" c="dimmed">
            {of.fields.map((f) => f.replaceAll("_", " ")).join(", ")}
          </Text>
        )}
      </div>
      {children}
    </Group>
  );
}

function nameOf({ operation }: Changed): string {
  return operation ?? "The collection itself";
}
