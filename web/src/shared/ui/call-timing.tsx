import { Progress, Stack, Text } from "@mantine/core";
import { milliseconds } from "@shared/numbers";

/** How long a call took, and the gateway's own share of it. */
export function CallTiming({ call, beyond }: { call: { latency_ms: number; upstream_ms: number }; beyond: string }) {
  const own = Math.max(0, call.latency_ms - call.upstream_ms);
  const share = call.latency_ms > 0 ? (own / call.latency_ms) * 100 : 100;
  return (
    <Stack gap={6}>
      <Progress.Root size={8} aria-hidden>
        <Progress.Section value={share} color="brand" />
        <Progress.Section value={100 - share} color="gray" />
      </Progress.Root>
      <Text size="sm">
        {milliseconds(call.latency_ms)} in all: {milliseconds(own)} gateway, {milliseconds(call.upstream_ms)} {beyond}
      </Text>
    </Stack>
  );
}
