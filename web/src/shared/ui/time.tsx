import { Text } from "@mantine/core";
import { useSyncExternalStore } from "react";

let exact: Intl.DateTimeFormat | undefined;
const steps: [string, number][] = [
  ["yr.", 31_557_600],
  ["mo.", 2_629_800],
  ["wk.", 604_800],
  ["day", 86_400],
  ["hr.", 3_600],
  ["min.", 60],
  ["sec.", 1],
];

/**
 * "5 min. ago", "in 3 days"; the step is the largest that fits. In words of its
 * own: the first use of Intl takes a browser 30 ms, and nearly every list
 * has such times.
 */
export function relativeTime(at: string | Date, now: number): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const far = Math.abs(seconds);
  if (far < 5) return "just now";
  const [unit, length] = steps.find(([, s]) => far >= s)!;
  const n = Math.floor(far / length);
  if (unit === "day" && n === 1) return seconds < 0 ? "yesterday" : "tomorrow";
  const words = `${n} ${unit === "day" ? "days" : unit}`;
  return seconds < 0 ? `${words} ago` : `in ${words}`;
}

export function exactTime(at: string | Date): string {
  exact ??= new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long" });
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

/** A relative time; the exact one is its hint. */
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
    <time dateTime={at} data-hint="" style={{ whiteSpace: "nowrap" }}>
      {relativeTime(at, Math.max(current, Date.now()))}
    </time>
  );
}
