import { Autocomplete, Checkbox, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Policy } from "@shared/api/types";
import { policyText } from "../../parts/policy-text";
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

function limitsOf(v: PolicyValues): Pick<Policy, "rate" | "quota"> {
  return {
    rate: v.has_rate ? { requests: Number(v.requests), window: v.window } : null,
    quota: v.has_quota ? { requests: Number(v.quota), period: v.period, time_zone: v.time_zone } : null,
  };
}

const windows = [
  { value: "1s", label: "second" },
  { value: "1m", label: "minute" },
  { value: "1h", label: "hour" },
];
const periods = ["hour", "day", "week", "month"];
const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((z) => z !== "UTC")];

/** Name, rate limit and quota, and in words what they come to. */
export function PolicyFields({ form }: { form: UseFormReturnType<PolicyValues> }) {
  const v = form.values;
  const window = windows.some((w) => w.value === v.window) ? windows : [...windows, { value: v.window, label: v.window }];
  return (
    <Stack>
      <TextInput label="Name" required data-autofocus placeholder="standard-partner-200rpm" description="Partners see it in the RateLimit headers." spellCheck={false} autoComplete="off" {...form.getInputProps("name")} />
      <Textarea label="Description" autosize minRows={2} maxRows={8} {...form.getInputProps("description")} />
      <fieldset className="group">
        <legend>Rate limit</legend>
        <Checkbox label="Limit requests in a sliding window" checked={v.has_rate} {...form.getInputProps("has_rate", { type: "checkbox" })} />
        {v.has_rate && (
          <Group grow mt="sm" align="flex-start">
            <NumberInput label="Requests" min={1} allowDecimal={false} thousandSeparator="," {...form.getInputProps("requests")} error={form.errors.requests ?? form.errors["rate.requests"] ?? form.errors.rate} />
            <Select label="Per" data={window} allowDeselect={false} {...form.getInputProps("window")} error={form.errors["rate.window"]} />
          </Group>
        )}
      </fieldset>
      <fieldset className="group">
        <legend>Quota</legend>
        <Checkbox label="Limit requests in a calendar period" checked={v.has_quota} {...form.getInputProps("has_quota", { type: "checkbox" })} />
        {v.has_quota && (
          <>
            <Group grow mt="sm" align="flex-start">
              <NumberInput label="Quota requests" min={1} allowDecimal={false} thousandSeparator="," {...form.getInputProps("quota")} error={form.errors["quota.requests"] ?? form.errors.quota} />
              <Select label="Quota period" data={periods} allowDeselect={false} {...form.getInputProps("period")} error={form.errors["quota.period"]} />
            </Group>
            <Autocomplete label="Time zone" description="Decides when the period begins." data={zones} limit={50} mt="sm" {...form.getInputProps("time_zone")} error={form.errors["quota.time_zone"]} />
          </>
        )}
      </fieldset>
      <Text size="sm" aria-live="polite">
        <Text span c="dimmed" inherit>
          In words:{" "}
        </Text>
        {policyText(limitsOf(v))}.
      </Text>
    </Stack>
  );
}
