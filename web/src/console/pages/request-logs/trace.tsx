import { Group, List, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import type { RequestLog } from "@shared/api/types";
import { reasonOf } from "../../parts/reasons";

/** The gateway's checks in their order, and what it means to pass each. */
export const steps = [
  { name: "receive", passed: "The request is well-formed." },
  { name: "match", passed: "The path was compared with the collections." },
  { name: "identify", passed: "X-Client-ID and X-Profile-ID are present." },
  { name: "authenticate", passed: "The credentials belong to this client and profile." },
  { name: "address", passed: "The address is allowed." },
  { name: "authorize", passed: "Client, profile, collection, endpoint and method are allowed." },
  { name: "limit", passed: "Within every rate and quota." },
  { name: "validate", passed: "Size and content are acceptable." },
  { name: "rewrite", passed: "Prepared for the upstream." },
  { name: "forward", passed: "The upstream answered." },
] as const;

type Outcome = "passed" | "failed" | "not reached";

/** Every step with how it went; the first that failed decided. */
function traceOf(log: Pick<RequestLog, "step">): { name: string; passed: string; outcome: Outcome }[] {
  const at = steps.findIndex((s) => s.name === log.step);
  return steps.map((s, i) => ({ ...s, outcome: at < 0 || i < at ? "passed" : i === at ? "failed" : "not reached" }));
}

export function Trace({ log }: { log: RequestLog }) {
  const reason = log.code ? reasonOf(log.code) : undefined;
  return (
    <List spacing={6} listStyleType="none" aria-label="Decision trace" size="sm">
      {traceOf(log).map((s) => (
        <List.Item key={s.name} icon={<Mark outcome={s.outcome} />} styles={{ itemWrapper: { alignItems: "flex-start" } }}>
          <Group gap={8} align="baseline" wrap="nowrap">
            <Text span size="sm" fw={s.outcome === "failed" ? 600 : 500} w={100} c={s.outcome === "not reached" ? "dimmed" : undefined} style={{ flexShrink: 0 }}>
              {s.name}
            </Text>
            <Text span size="sm" c={s.outcome === "failed" ? undefined : "dimmed"}>
              {s.outcome === "passed" ? s.passed : s.outcome === "failed" ? `Refused: ${reason?.short ?? "see the code"}.` : "Not reached."}
            </Text>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}

function Mark({ outcome }: { outcome: Outcome }) {
  const [color, Icon] = outcome === "passed" ? (["teal", IconCheck] as const) : outcome === "failed" ? (["red", IconX] as const) : (["gray", IconMinus] as const);
  return (
    <ThemeIcon size={18} radius="xl" variant="light" color={color} aria-label={outcome} role="img">
      <Icon size={12} stroke={2.5} />
    </ThemeIcon>
  );
}
