import { Paper, SimpleGrid, Text } from "@mantine/core";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";

type Stats = Schemas["RequestStats"];


interface CardsProps {
  stats: Stats;
  /** The span before, to compare with. */
  before?: Stats;
  counts?: Schemas["Overview"];
}

/** The figures of the time range. */
export function Cards({ stats, before, counts }: CardsProps) {
  const failed = statuses(stats, "5xx");
  const refused = statuses(stats, "4xx");
  const some = stats.total > 0;
  const rate = (s: Stats) => statuses(s, "5xx") / s.total;
  const than = (now: number, then: number | undefined) => (then && Number.isFinite(then) && some ? `${percent(now / then - 1)} to before` : undefined);
  return (
    <SimpleGrid cols={{ base: 2, md: counts ? 5 : 4 }} spacing={{ base: "xs", sm: "md" }} className="cards">
      <Card label="Requests" value={whole(stats.total)} note={some ? `${whole(refused)} with 4xx` : "none in this time"} change={than(stats.total, before?.total)} />
      <Card label="Error rate" value={some ? `${(100 * rate(stats)).toFixed(2)} %` : "–"} note={some ? `${whole(failed)} with 5xx` : ""} change={before && than(rate(stats), rate(before))} />
      <Card label="p95 latency" value={some ? ms(stats.latency_ms.p95) : "–"} note={some ? `gateway alone ${ms(stats.gateway_latency_ms.p95)}` : ""} change={than(stats.latency_ms.p95, before?.latency_ms.p95)} />
      <Card label="Active clients" value={counts ? `${whole(stats.active_clients)} of ${whole(counts.enabled_clients)}` : whole(stats.active_clients)} note="called at least once" />
      {counts && <Card label="First calls waiting" value={whole(counts.onboarding.waiting_client_count)} note="made in the last 30 days" />}
    </SimpleGrid>
  );
}

function statuses(stats: Stats, of: "4xx" | "5xx"): number {
  return stats.histogram.reduce((sum, b) => sum + b.statuses[of], 0);
}

function Card({ label, value, note, change }: { label: string; value: string; note: string; change?: string }) {
  return (
    <Paper withBorder px="md" py="sm">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz="xl" fw={600} className="tabular">
        {value}
      </Text>
      <Text size="xs" c="dimmed" mih="1.4em" className="tabular">
        {[note, change].filter(Boolean).join(" · ")}
      </Text>
    </Paper>
  );
}

function ms(n: number): string {
  return n < 10 ? `${n.toFixed(n < 1 ? 2 : 1)} ms` : `${whole(Math.round(n))} ms`;
}

/** "+12%", "-3%", "0%". */
function percent(share: number): string {
  const n = Math.round(100 * share);
  return `${n > 0 ? "+" : ""}${whole(n)}%`;
}
