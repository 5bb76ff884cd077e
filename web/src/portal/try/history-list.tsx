import { Group, Paper, Text, Title, UnstyledButton } from "@mantine/core";
import { milliseconds } from "@shared/numbers";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import type { Operation } from "../api/types";
import { type Made, useHistory } from "./history";

/** The calls of this operation that were made in this tab. Choosing one brings its inputs and answer back. */
export function History({ operation, onAgain }: { operation: Operation; onAgain: (made: Made) => void }) {
  const made = useHistory().filter((m) => m.operation === operation.id && m.collection === operation.collection.id);
  if (made.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="history">
      <Title order={3} id="history" mb={6}>
        Made in this tab
      </Title>
      <ul className="history">
        {made.map((m) => (
          <li key={m.answer.request_id + m.at}>
            <UnstyledButton onClick={() => onAgain(m)} aria-label={`Bring back ${m.method} ${m.path}, ${m.answer.status}`}>
              <HttpStatus status={m.answer.status} />
              <Text span size="xs" ff="monospace" truncate>
                {m.path}
              </Text>
              <Group gap={8} wrap="nowrap">
                <Text span size="xs" c="dimmed" className="tabular">
                  {milliseconds(m.answer.timing.total_ms)}
                </Text>
                <Text span size="xs" c="dimmed">
                  <Time at={m.at} />
                </Text>
              </Group>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={6}>
        The last 20 calls, gone when this tab is closed.
      </Text>
    </Paper>
  );
}
