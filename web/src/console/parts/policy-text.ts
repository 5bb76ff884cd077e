import type { Policy } from "@shared/api/types";
import { whole } from "@shared/numbers";

type Limits = Pick<Policy, "rate" | "quota">;

const windows: Record<string, string> = { "1s": "second", "1m": "minute", "60s": "minute", "1h": "hour", "60m": "hour", "24h": "day" };

/** "200 requests per minute, 50,000 per day, counted in UTC". */
export function policyText({ rate, quota }: Limits): string {
  const parts: string[] = [];
  if (rate) parts.push(`${whole(rate.requests)} ${rate.requests === 1 ? "request" : "requests"} per ${windows[rate.window] ?? rate.window}`);
  if (quota) parts.push(`${whole(quota.requests)}${rate ? "" : " requests"} per ${quota.period}, resets at ${resets(quota)}`);
  return parts.join(", ") || "no limit";
}

function resets({ period, time_zone }: NonNullable<Policy["quota"]>): string {
  const when = { hour: "the full hour", day: "00:00", week: "00:00 on Monday", month: "00:00 on the 1st" }[period];
  return period === "hour" ? when : `${when} ${time_zone}`;
}
