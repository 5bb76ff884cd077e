import { List, Text, ThemeIcon } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import type { Check } from "../api/types";

/** The gateway's checks in their order; the first that failed decided. */
export function Decision({ checks }: { checks: Check[] }) {
  return (
    <List spacing={6} listStyleType="none" aria-label="What was checked" size="sm">
      {checks.map((c) => (
        <List.Item key={c.step} icon={<Mark state={c.state} />} styles={{ itemWrapper: { alignItems: "flex-start" } }}>
          <Text span size="sm" fw={c.state === "failed" ? 600 : 400} c={c.state === "skipped" ? "dimmed" : undefined}>
            {c.title}
          </Text>
          {c.detail && (
            <Text size="xs" c="dimmed">
              {c.detail}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}

const marks = {
  passed: { color: "teal", icon: IconCheck },
  failed: { color: "red", icon: IconX },
  skipped: { color: "gray", icon: IconMinus },
};

function Mark({ state }: { state: Check["state"] }) {
  const { color, icon: Icon } = marks[state];
  return (
    <ThemeIcon size={18} radius="xl" variant="light" color={color} aria-label={state === "skipped" ? "not reached" : state} role="img">
      <Icon size={12} stroke={2.5} />
    </ThemeIcon>
  );
}
