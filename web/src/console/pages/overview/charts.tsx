import "@mantine/charts/styles.css";
import { AreaChart, LineChart } from "@mantine/charts";
import { Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "@shared/api/types";

const axis = { dataKey: "at", withDots: false, h: 240, withLegend: true, curveType: "linear" as const, tickLine: "none" as const };

/** The two charts of the overview; loaded apart from the page, for their weight. */
export default function Charts({ stats, hours }: { stats: Schemas["RequestStats"]; hours: number }) {
  const label = new Intl.DateTimeFormat("en", hours > 24 ? { month: "short", day: "numeric", hour: "2-digit", hour12: false } : { hour: "2-digit", minute: "2-digit", hour12: false });
  const data = stats.histogram.map((b) => ({
    at: label.format(new Date(b.from)),
    "2xx": b.statuses["2xx"] + b.statuses["3xx"] + b.statuses["1xx"],
    "4xx": b.statuses["4xx"],
    "5xx": b.statuses["5xx"],
    // Without requests there is no latency: a gap, not a zero.
    ...(b.total > 0 ? { p50: b.latency_ms.p50, p95: b.latency_ms.p95, p99: b.latency_ms.p99 } : {}),
  }));
  const series = (...of: [string, string][]) => of.map(([name, color]) => ({ name, color }));
  return (
    <div className="charts">
      <Chart title="Requests by status class" summary={`${stats.total} requests in all.`}>
        <AreaChart {...axis} data={data} type="stacked" series={series(["2xx", "teal.6"], ["4xx", "orange.6"], ["5xx", "red.6"])} />
      </Chart>
      <Chart title="Latency, ms" summary={`Over the whole time: p50 ${stats.latency_ms.p50} ms, p95 ${stats.latency_ms.p95} ms, p99 ${stats.latency_ms.p99} ms.`}>
        <LineChart {...axis} data={data} series={series(["p50", "brand.4"], ["p95", "brand.6"], ["p99", "grape.6"])} connectNulls={false} withDots />
      </Chart>
    </div>
  );
}

function Chart({ title, summary, children }: { title: string; summary: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" miw={0}>
      <Title order={2} fz="sm" mb="sm">
        {title}
      </Title>
      <Text className="visually-hidden">{summary}</Text>
      <div aria-hidden>{children}</div>
    </Paper>
  );
}
