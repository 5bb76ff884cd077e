import { useMemo, useState } from "react";
import type { Search } from "../../router";

export const ranges = [
  { value: "15m", label: "Last 15 minutes", ms: 900_000 },
  { value: "1h", label: "Last hour", ms: 3_600_000 },
  { value: "24h", label: "Last 24 hours", ms: 86_400_000 },
  { value: "7d", label: "Last 7 days", ms: 604_800_000 },
  { value: "30d", label: "Last 30 days", ms: 2_592_000_000 },
];

const usual = "24h";

/** The span that a list shows: one that ends now, or the two moments of the address. */
export function useTimeRange(search: Search) {
  const [reloaded, setReloaded] = useState(0);
  const fixed = Boolean(search.from || search.to);
  const range = ranges.find((r) => r.value === search.range) ?? ranges.find((r) => r.value === usual)!;
  const parameters = useMemo<Record<string, string>>(() => {
    if (!fixed) return { from: new Date(Date.now() - range.ms).toISOString() };
    return { ...(search.from && { from: search.from }), ...(search.to && { to: search.to }) };
    // The span moves on when the list is loaded anew.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [fixed, range.ms, search.from, search.to, reloaded]);
  return { parameters, fixed, value: fixed ? "custom" : range.value, moveOn: () => setReloaded((n) => n + 1) };
}
