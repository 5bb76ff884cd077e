import { Group, Progress, Stack, Text } from "@mantine/core";
import { whole } from "@shared/numbers";
import type { Limit } from "../api/types";

/** "this minute", "today", "in 5 minutes": the span of a limit in words. */
function spanOf(seconds: number): string {
  const named: Record<number, string> = { 1: "this second", 60: "this minute", 3600: "this hour", 86_400: "today" };
  if (named[seconds]) return named[seconds];
  if (seconds >= 28 * 86_400 && seconds <= 31 * 86_400) return "this month";
  return `in ${duration(seconds)}`;
}

/** "23 s", "4 min", "3 h", "12 days". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}


export function leftOf(limit: Limit): string {
  return `${whole(limit.remaining)} of ${whole(limit.limit)} left ${spanOf(limit.window_seconds)}`;
}

/** Each limit with what is left of it. */
export function Limits({ limits }: { limits: Limit[] }) {
  if (limits.length === 0) return <Text size="sm">No limit is set for you.</Text>;
  return (
    <Stack gap="md">
      {limits.map((l) => (
        <Meter key={`${l.policy} ${l.kind} ${l.window_seconds}`} limit={l} />
      ))}
    </Stack>
  );
}

function Meter({ limit }: { limit: Limit }) {
  const share = limit.limit > 0 ? (limit.remaining / limit.limit) * 100 : 0;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" className="tabular">
          {leftOf(limit)}
        </Text>
        <Text size="xs" c="dimmed">
          {limit.kind === "rate" ? "rate" : "quota"}
          {limit.remaining < limit.limit && limit.reset_seconds > 0 ? ` · whole again in ${duration(limit.reset_seconds)}` : ""}
        </Text>
      </Group>
      <Progress value={share} color={share < 10 ? "orange" : "brand"} size={6} aria-label={`${limit.policy}, ${limit.kind}: ${leftOf(limit)}`} />
      <Text size="xs" c="dimmed" mt={4} style={{ overflowWrap: "anywhere" }}>
        {limit.policy}
      </Text>
    </div>
  );
}

const nearlyUsed = 0.2;

/** What a caller has to look out for: a limit that is nearly used up, else that of the shortest span. */
export function tightest(limits: Limit[]): Limit | undefined {
  const share = (l: Limit) => l.remaining / Math.max(1, l.limit);
  const low = limits.filter((l) => share(l) < nearlyUsed).sort((a, b) => share(a) - share(b));
  return low[0] ?? [...limits].sort((a, b) => a.window_seconds - b.window_seconds)[0];
}
