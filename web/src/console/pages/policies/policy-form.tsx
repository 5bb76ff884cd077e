import { Autocomplete, Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { policyText } from "../../parts/policy-text";
import { limitsOf, type PolicyValues } from "./policy-values";
import { WholeNumber } from "@shared/ui/whole-number";

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
            <WholeNumber label="Requests" {...form.getInputProps("requests")} error={form.errors.requests ?? form.errors["rate.requests"] ?? form.errors.rate} />
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
              <WholeNumber label="Quota requests" {...form.getInputProps("quota")} error={form.errors["quota.requests"] ?? form.errors.quota} />
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
