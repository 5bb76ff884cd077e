import { Button, Group, Paper, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { milliseconds, whole } from "@shared/numbers";
import type { Usage } from "../../api/types";

const kinds = [
  { name: "succeeded", color: "var(--mantine-color-teal-6)", of: (s: Record<string, number>) => (s["1xx"] ?? 0) + (s["2xx"] ?? 0) + (s["3xx"] ?? 0) + (s.other ?? 0) },
  { name: "refused (4xx)", color: "var(--mantine-color-orange-6)", of: (s: Record<string, number>) => s["4xx"] ?? 0 },
  { name: "failed (5xx)", color: "var(--mantine-color-red-7)", of: (s: Record<string, number>) => s["5xx"] ?? 0 },
];

/** Calls over time as bars, or the same figures as a table. */
export function Chart({ usage }: { usage: Usage }) {
  const [table, setTable] = useState(false);
  const summary = kinds.map((k) => `${whole(usage.histogram.reduce((sum, b) => sum + k.of(b.statuses), 0))} ${k.name}`).join(", ");
  return (
    <Paper withBorder p="md" component="section" miw={0}>
      <Group justify="space-between" mb="sm">
        <Title order={2} fz="sm">
          Calls over time
        </Title>
        <Button size="compact-xs" variant="default" onClick={() => setTable(!table)}>
          {table ? "View as chart" : "View as table"}
        </Button>
      </Group>
      <Text size="sm" mb="sm">
        {whole(usage.total)} calls: {summary}.
      </Text>
      {table ? <AsTable usage={usage} /> : <Bars usage={usage} summary={summary} />}
    </Paper>
  );
}

function Bars({ usage, summary }: { usage: Usage; summary: string }) {
  const top = Math.max(1, ...usage.histogram.map((b) => b.total));
  const at = clockOf(usage);
  return (
    <>
      <div className="bars" role="img" aria-label={`Calls over time: ${summary}`}>
        <span className="bars-top">{whole(top)}</span>
        {usage.histogram.map((b) => (
          <div key={b.from} title={`${at(b.from)}: ${whole(b.total)} calls`}>
            {kinds.map((k) => (
              <span key={k.name} style={{ height: `${(k.of(b.statuses) / top) * 100}%`, background: k.color }} />
            ))}
          </div>
        ))}
      </div>
      <Group justify="space-between" mt={4}>
        <Text size="xs" c="dimmed">
          {at(usage.from)}
        </Text>
        <Group gap="sm">
          {kinds.map((k) => (
            <Text key={k.name} size="xs" c="dimmed" className="legend-entry">
              <span aria-hidden style={{ background: k.color }} />
              {k.name}
            </Text>
          ))}
        </Group>
        <Text size="xs" c="dimmed">
          {at(usage.to)}
        </Text>
      </Group>
    </>
  );
}

function AsTable({ usage }: { usage: Usage }) {
  const at = clockOf(usage);
  return (
    <Table.ScrollContainer minWidth={0} maxHeight={360} type="native" tabIndex={0} role="region" aria-label="Calls over time, scrollable">
      <Table aria-label="Calls over time" stickyHeader verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>From</Table.Th>
            {kinds.map((k) => (
              <Table.Th key={k.name} ta="right">
                {k.name}
              </Table.Th>
            ))}
            <Table.Th ta="right">median</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {usage.histogram.map((b) => (
            <Table.Tr key={b.from}>
              <Table.Td>{at(b.from)}</Table.Td>
              {kinds.map((k) => (
                <Table.Td key={k.name} ta="right" className="tabular">
                  {whole(k.of(b.statuses))}
                </Table.Td>
              ))}
              <Table.Td ta="right" className="tabular">
                {b.total > 0 ? milliseconds(b.latency_ms.p50) : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function clockOf(usage: Usage): (at: string) => string {
  const long = new Date(usage.to).getTime() - new Date(usage.from).getTime() > 90_000_000;
  const format = new Intl.DateTimeFormat("en", long ? { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (at) => format.format(new Date(at));
}
