import { Anchor, List, Paper, ThemeIcon, Title } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@shared/api/types";

/** The way from an empty Gatehouse to the first call; gone once there was one. */
export function FirstSteps({ counts, called }: { counts: Schemas["Overview"]; called: boolean }) {
  const steps = [
    { label: "Make a collection and publish it", to: "/collections", done: counts.published_collections > 0 },
    { label: "Onboard a partner", to: "/onboard", done: counts.enabled_clients > 0 },
    { label: "See the first call", to: "/logs/requests", done: called },
  ];
  if (steps.slice(0, 2).every((s) => s.done)) return null;
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} mb="sm">
        Three steps to the first call
      </Title>
      <List spacing="xs" type="ordered" listStyleType="none" withPadding={false}>
        {steps.map((s) => (
          <List.Item
            key={s.to}
            icon={
              <ThemeIcon size={22} radius="xl" variant="light" color={s.done ? "teal" : "gray"}>
                {s.done ? <IconCheck size={14} aria-label="Done" /> : <IconCircle size={14} aria-label="Open" />}
              </ThemeIcon>
            }
          >
            <Anchor component={Link} to={s.to} size="sm">
              {s.label}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Paper>
  );
}
