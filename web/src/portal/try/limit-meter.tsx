import { Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Limit } from "../api/types";
import { duration, leftOf, tightest } from "../parts/limits";

/** What is left of the limit that ends first; after a 429 it counts down to the next call. */
export function LimitMeter({ limits, wait }: { limits: Limit[]; wait: number }) {
  const limit = tightest(limits);
  if (!limit) return null;
  const share = limit.limit > 0 ? (limit.remaining / limit.limit) * 100 : 0;
  const text = wait > 0 ? `Next call possible in ${duration(wait)}` : leftOf(limit);
  return (
    <div className="limit-meter">
      <Text size="xs" c="dimmed" className="tabular" role={wait > 0 ? "timer" : undefined}>
        {text}
      </Text>
      <Progress value={share} size={3} color={share < 10 ? "orange" : "brand"} aria-label={text} />
    </div>
  );
}

/** Whole seconds that are left; begins anew with each answer. */
export function useCountdown(seconds: number, answer: unknown): number {
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    setLeft(Math.ceil(seconds));
    if (seconds <= 0) return;
    const timer = setInterval(() => setLeft((n) => Math.max(0, n - 1)), 1_000);
    return () => clearInterval(timer);
  }, [seconds, answer]);
  return left;
}
