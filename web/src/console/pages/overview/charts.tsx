import "@mantine/core/styles/ColorSwatch.css"; // of the legend
import "@mantine/charts/styles.css";
import { AreaChart, LineChart } from "@mantine/charts";
import { Button, Group, Paper, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { ChartTable } from "./chart-table";
import { ticksOf } from "./ticks";

type Stats = Schemas["RequestStats"];

// The chart is a picture with a sentence and a table beside it; its own keyboard layer would be a tab stop that says nothing.
const still = { accessibilityLayer: false };
const axis = { dataKey: "at", withDots: false, h: 240, withLegend: true, curveType: "linear" as const, tickLine: "none" as const };

/** The two charts of the overview; loaded apart from the page, for their weight. */
export default function Charts({ stats, hours }: { stats: Stats; hours: number }) {
  const label = new Intl.DateTimeFormat("en", hours > 24 ? { month: "short", day: "numeric", hour: "2-digit", hourCycle: "h23" } : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const data = stats.histogram.map((b) => ({
    at: label.format(new Date(b.from)),
    "2xx": b.statuses["2xx"] + b.statuses["3xx"] + b.statuses["1xx"],
    "4xx": b.statuses["4xx"],
    "5xx": b.statuses["5xx"],
    // Without requests there is no latency: a gap, not a zero.
    ...(b.total > 0 ? { p50: round(b.latency_ms.p50), p95: round(b.latency_ms.p95), p99: round(b.latency_ms.p99) } : {}),
  }));
  const ticks = ticksOf(
    stats.histogram.map((b) => new Date(b.from)),
    hours,
  );
  const xAxisProps = { ticks: ticks.at.map((i) => data[i]!.at), tickFormatter: (at: string) => ticks.label.get(data.findIndex((row) => row.at === at)) ?? "", interval: "equidistantPreserveStart" as const };
  const series = (...of: [string, string][]) => of.map(([name, color]) => ({ name, color }));
  // A class without requests would be drawn as the upper edge of the others.
  const seen = (of: "4xx" | "5xx") => data.some((row) => row[of] > 0);
  const classes: [string, string][] = [["2xx", "teal.6"], ...(seen("4xx") ? [["4xx", "orange.6"] as [string, string]] : []), ...(seen("5xx") ? [["5xx", "red.6"] as [string, string]] : [])];
  return (
    <div className="charts">
      <Chart title="Requests by status class" summary={requestsIn(stats)} rows={data} columns={["2xx", "4xx", "5xx"]}>
        <AreaChart {...axis} xAxisProps={xAxisProps} data={data} type="stacked" areaChartProps={still} series={series(...classes)} />
      </Chart>
      <Chart title="Latency, ms" summary={latencyIn(stats)} rows={data} columns={["p50", "p95", "p99"]}>
        <LineChart {...axis} xAxisProps={xAxisProps} data={data} lineChartProps={still} series={series(["p50", "teal.6"], ["p95", "brand.5"], ["p99", "grape.6"])} connectNulls={false} withDots />
      </Chart>
    </div>
  );
}

interface ChartProps {
  title: string;
  summary: string;
  rows: { at: string }[];
  columns: string[];
  children: ReactNode;
}

function Chart({ title, summary, rows, columns, children }: ChartProps) {
  const [table, setTable] = useState(false);
  return (
    <Paper withBorder p="md" component="section" miw={0} aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Title order={2} fz="sm">
          {title}
        </Title>
        <Button size="compact-xs" variant="subtle" onClick={() => setTable(!table)} style={{ flex: "none" }}>
          {table ? "View as chart" : "View as table"}
        </Button>
      </Group>
      <Text size="xs" c="dimmed" mb="sm">
        {summary}
      </Text>
      {table ? <ChartTable title={title} rows={rows} columns={columns} /> : <div aria-hidden>{children}</div>}
    </Paper>
  );
}

function requestsIn({ histogram, total }: Stats): string {
  if (total === 0) return "No requests in this time.";
  const sum = (of: "4xx" | "5xx") => whole(histogram.reduce((n, b) => n + b.statuses[of], 0));
  const most = histogram.reduce((a, b) => (b.total > a.total ? b : a));
  const at = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(most.from));
  return `${whole(total)} in all, ${sum("4xx")} with 4xx and ${sum("5xx")} with 5xx; most, ${whole(most.total)}, from ${at}.`;
}

function latencyIn({ total, latency_ms: l }: Stats): string {
  return total === 0 ? "No requests in this time." : `Half took at most ${round(l.p50)} ms, 95 % at most ${round(l.p95)} ms, 99 % at most ${round(l.p99)} ms.`;
}

function round(ms: number): number {
  return ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms);
}
