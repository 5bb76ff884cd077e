import type { Policy } from "@shared/api/types";
import { nameRule } from "../../parts/rules";

type Period = NonNullable<Policy["quota"]>["period"];

export interface PolicyValues {
  name: string;
  description: string;
  has_rate: boolean;
  requests: number | string;
  window: string;
  has_quota: boolean;
  quota: number | string;
  period: Period;
  time_zone: string;
}

export const blankPolicy: PolicyValues = { name: "", description: "", has_rate: true, requests: 200, window: "1m", has_quota: true, quota: 50_000, period: "day", time_zone: "UTC" };

export const policyLabels = { name: "Name", description: "Description", has_rate: "Rate limit", requests: "Requests", window: "Per", has_quota: "Quota", quota: "Quota requests", period: "Quota period", time_zone: "Time zone" };

const count = (n: number | string, wanted: boolean) => (!wanted || (typeof n === "number" && Number.isInteger(n) && n > 0) ? null : "Use a whole number above 0.");

export const policyRules = {
  name: nameRule,
  requests: (n: number | string, v: PolicyValues) => count(n, v.has_rate),
  quota: (n: number | string, v: PolicyValues) => count(n, v.has_quota),
  has_quota: (wanted: boolean, v: PolicyValues) => (wanted || v.has_rate ? null : "A policy has a rate limit, a quota or both."),
};

export function policyValues(p: Policy): PolicyValues {
  return {
    name: p.name,
    description: p.description,
    has_rate: p.rate !== null,
    requests: p.rate?.requests ?? blankPolicy.requests,
    window: p.rate?.window ?? "1m",
    has_quota: p.quota !== null,
    quota: p.quota?.requests ?? blankPolicy.quota,
    period: p.quota?.period ?? "day",
    time_zone: p.quota?.time_zone ?? "UTC",
  };
}

export function policyBody(v: PolicyValues) {
  return { name: v.name, description: v.description, ...limitsOf(v) };
}

/** Rate and quota as the API takes them. */
export function limitsOf(v: PolicyValues): Pick<Policy, "rate" | "quota"> {
  return {
    rate: v.has_rate ? { requests: Number(v.requests), window: v.window } : null,
    quota: v.has_quota ? { requests: Number(v.quota), period: v.period, time_zone: v.time_zone } : null,
  };
}
