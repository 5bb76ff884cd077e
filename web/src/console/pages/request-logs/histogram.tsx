import { Box, Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { whole } from "@shared/numbers";
import type { Bucket, RequestStats } from "./stats";
import classes from "./request-logs.module.css";

const kinds = [
  { name: "2xx", label: "succeeded", color: "var(--mantine-color-teal-6)", of: (s: Bucket["statuses"]) => s["1xx"] + s["2xx"] + s["3xx"] + s.other },
  { name: "4xx", label: "refused (4xx)", color: "var(--mantine-color-orange-6)", of: (s: Bucket["statuses"]) => s["4xx"] },
  { name: "5xx", label: "failed (5xx)", color: "var(--mantine-color-red-7)", of: (s: Bucket["statuses"]) => s["5xx"] },
];

const height = 56;
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Requests over time. Dragging over a span zooms into it. */
export function Histogram({ stats, onZoom }: { stats: RequestStats; onZoom: (from: string, to: string) => void }) {
  const [span, setSpan] = useState<[number, number]>();
  const area = useRef<HTMLDivElement>(null);
  const { histogram: buckets } = stats;
  const top = Math.max(1, ...buckets.map((b) => b.total));
  const at = (x: number) => {
    const { left, width } = area.current!.getBoundingClientRect();
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(((x - left) / width) * buckets.length)));
  };
  const finish = () => {
    if (span) {
      const [low, high] = [Math.min(...span), Math.max(...span)];
      if (high > low) onZoom(buckets[low]!.from, buckets[high + 1]?.from ?? stats.to);
    }
    setSpan(undefined);
  };
  const counts = kinds.map((k) => ({ ...k, count: buckets.reduce((sum, b) => sum + k.of(b.statuses), 0) }));
  const label = `${whole(stats.total)} requests: ${counts.map((c) => `${whole(c.count)} ${c.label}`).join(", ")}`;
  return (
    <Box>
      <div
        ref={area}
        role="img"
        aria-label={label}
        className={classes.histogram}
        style={{ height }}
        onPointerDown={(e) => {
          if (e.button !== 0) return;
          e.currentTarget.setPointerCapture(e.pointerId);
          setSpan([at(e.clientX), at(e.clientX)]);
        }}
        onPointerMove={(e) => span && setSpan([span[0], at(e.clientX)])}
        onPointerUp={finish}
        onPointerCancel={() => setSpan(undefined)}
      >
        {buckets.map((b, i) => (
          <Bar key={b.from} bucket={b} top={top} marked={span !== undefined && i >= Math.min(...span) && i <= Math.max(...span)} />
        ))}
      </div>
      <div className={classes.edges}>
        <Text size="xs" c="dimmed">
          {edge(stats.from, stats)}
        </Text>
        <div className={classes.legend}>
          {counts.map((c) => (
            <Group key={c.name} gap={5} wrap="nowrap">
              <span aria-hidden className={classes.swatch} style={{ background: c.color }} />
              <Text size="xs" c="dimmed">
                {whole(c.count)} {c.label}
              </Text>
            </Group>
          ))}
        </div>
        <Text size="xs" c="dimmed">
          {edge(stats.to, stats)}
        </Text>
      </div>
    </Box>
  );
}

function Bar({ bucket, top, marked }: { bucket: Bucket; top: number; marked: boolean }) {
  const parts = kinds.map((k) => ({ ...k, count: k.of(bucket.statuses) })).filter((k) => k.count > 0);
  return (
    <div className={classes.bar} data-marked={marked || undefined} data-hint={said(bucket, parts)}>
      {parts.toReversed().map((p) => (
        <div key={p.name} style={{ height: Math.max(2, (p.count / top) * (height - 4)), background: p.color }} />
      ))}
    </div>
  );
}

/** What a bar stands for, in words. */
function said(bucket: Bucket, parts: { count: number; label: string }[]): string | undefined {
  return bucket.total > 0 ? `${day.format(new Date(bucket.from))} · ${parts.map((p) => `${p.count} ${p.label}`).join(", ")}` : undefined;
}

/** The time alone where the span is short. */
function edge(at: string, { from, to }: RequestStats): string {
  const long = new Date(to).getTime() - new Date(from).getTime() > 86_400_000 / 2;
  return (long ? day : clock).format(new Date(at));
}
