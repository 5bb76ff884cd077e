import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import type { Search } from "../../router";
import { requestLogs } from "../../parts/log-links";


/** Request Logs with a filter, over the overview's own time range. */
export function logsOf(filter: Record<string, string>, range: Search) {
  const { to, search } = requestLogs(filter);
  return { to, search: { ...(search as object), ...range } as never };
}

/** Who calls most. */
export function TopClients({ stats, range }: { stats: Schemas["RequestStats"]; range: Search }) {
  return (
    <Panel title="Top clients" empty="Nobody called in this time." rows={stats.clients.map((c) => (
      <Row key={c.key} end={whole(c.count)}>
        <Anchor component={Link} size="sm" c="inherit" {...logsOf({ client: c.name ?? c.key }, range)} style={{ overflowWrap: "anywhere" }}>
          {c.name ?? c.key}
        </Anchor>
      </Row>
    ))} />
  );
}

export function Panel({ title, rows, empty }: { title: string; rows: ReactNode[]; empty: string }) {
  return (
    <Paper withBorder p="md" component="section" miw={0} aria-label={title}>
      <Title order={2} fz="sm" mb="sm">
        {title}
      </Title>
      {rows.length > 0 ? (
        <Stack gap="xs">{rows}</Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      )}
    </Paper>
  );
}

export function Row({ children, end }: { children: ReactNode; end: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>{children}</div>
      <Text size="sm" c="dimmed" component="div" className="tabular" style={{ flex: "none" }}>
        {end}
      </Text>
    </Group>
  );
}
