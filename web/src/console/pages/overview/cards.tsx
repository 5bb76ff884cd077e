import { Paper, SimpleGrid, Text } from "@mantine/core";
import type { Schemas } from "@shared/api/types";

const whole = new Intl.NumberFormat("en");

/** Four figures over the time range. */
export function Cards({ stats, clients }: { stats: Schemas["RequestStats"]; clients?: number }) {
  const failed = stats.histogram.reduce((sum, b) => sum + b.statuses["5xx"], 0);
  const refused = stats.histogram.reduce((sum, b) => sum + b.statuses["4xx"], 0);
  const share = (n: number) => (stats.total === 0 ? "–" : `${((100 * n) / stats.total).toFixed(2)} %`);
  const some = stats.total > 0;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Card label="Requests" value={whole.format(stats.total)} note={some ? `${whole.format(refused)} with 4xx` : "none in this time"} />
      <Card label="Error rate" value={share(failed)} note={some ? `${whole.format(failed)} with 5xx` : ""} />
      <Card label="p95 latency" value={some ? ms(stats.latency_ms.p95) : "–"} note={some ? `${ms(stats.gateway_latency_ms.p95)} of it in the gateway` : ""} />
      <Card label="Active clients" value={clients === undefined ? whole.format(stats.active_clients) : `${whole.format(stats.active_clients)} of ${whole.format(clients)}`} note="called at least once" />
    </SimpleGrid>
  );
}

function Card({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <Paper withBorder px="md" py="sm">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz="xl" fw={600} className="tabular">
        {value}
      </Text>
      <Text size="xs" c="dimmed" mih="1.4em">
        {note}
      </Text>
    </Paper>
  );
}

function ms(n: number): string {
  return n < 10 ? `${n.toFixed(1)} ms` : `${whole.format(Math.round(n))} ms`;
}
