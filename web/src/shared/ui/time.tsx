import { Text } from "@mantine/core";
import { useSyncExternalStore } from "react";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const exact = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "5 min. ago", "in 3 days"; the step is the largest that fits. */
export function relativeTime(at: string | Date, now: number): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 5 ? "just now" : relative.format(seconds, "second");
}

export function exactTime(at: string | Date): string {
  return exact.format(new Date(at));
}

// One clock for all relative times on the page, ticking only while watched.
let now = Date.now();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(onTick: () => void): () => void {
  watchers.add(onTick);
  timer ??= setInterval(() => {
    now = Date.now();
    watchers.forEach((w) => w());
  }, 10_000);
  return () => {
    watchers.delete(onTick);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A relative time with the exact one on hover and focus. */
export function Time({ at, never = "never" }: { at?: string | null; never?: string }) {
  const current = useSyncExternalStore(watch, () => now);
  if (!at) {
    return (
      <Text span c="dimmed" inherit>
        {never}
      </Text>
    );
  }
  return (
    <time dateTime={at} data-hint={exactTime(at)} style={{ whiteSpace: "nowrap" }}>
      {relativeTime(at, Math.max(current, Date.now()))}
    </time>
  );
}
