import { Box, Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A titled part of a page. */
export function Section({ title, description, actions, children, bare }: { title: string; description?: ReactNode; actions?: ReactNode; children: ReactNode; bare?: boolean }) {
  return (
    <Box component="section">
      <Group justify="space-between" align="flex-start" mb="sm" gap="sm">
        <Box miw={0} flex="1 1 200px">
          <Title order={2}>{title}</Title>
          {description && (
            <Text size="sm" c="dimmed" component="div" mt={2} maw={720}>
              {description}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {bare ? (
        children
      ) : (
        <Paper withBorder p="md">
          {children}
        </Paper>
      )}
    </Box>
  );
}

/** Names and values, two columns where there is room. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <Box component="dl" m={0} className="facts">
      {facts.map(([name, value]) => (
        <Box key={name}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} mt={2} style={{ overflowWrap: "anywhere" }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}
