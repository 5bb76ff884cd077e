import { Anchor, Group, Paper, SimpleGrid, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Collection } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Time } from "@shared/ui/time";
import { requestLogs } from "../../parts/log-links";
import { useRequestStats } from "../request-logs/stats";
import { milliseconds, whole } from "@shared/numbers";
import { MethodBadge } from "./method-badge";

export function OverviewTab({ collection }: { collection: Collection }) {
  return (
    <Stack>
      <Traffic collection={collection} />
      <Section title="What partners call">
        {collection.endpoints.length === 0 ? (
          <Text size="sm" c="dimmed">
            There is no endpoint yet.{" "}
            <Anchor component={Link} to={`/collections/${collection.id}/endpoints`} inherit underline="always">
              Add the first
            </Anchor>
          </Text>
        ) : (
          <Stack gap={6}>
            {collection.endpoints.slice(0, 12).map((e) => (
              <Group key={e.id} gap="sm" wrap="nowrap" align="baseline">
                <MethodBadge method={e.method} />
                <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere", flex: "0 1 auto", minWidth: "min(100%, 45%)" }}>
                  {pathOf(collection.base_path, e.path)}
                </Text>
                <Text size="sm" c="dimmed" lineClamp={1} visibleFrom="sm" style={{ overflowWrap: "anywhere" }} dir="auto">
                  {e.summary}
                </Text>
              </Group>
            ))}
            {collection.endpoints.length > 12 && (
              <Anchor component={Link} to={`/collections/${collection.id}/endpoints`} size="sm">
                {collection.endpoints.length - 12} more
              </Anchor>
            )}
          </Stack>
        )}
      </Section>
      <Section title="Upstream">
        <Stack gap={4}>
          {collection.upstream.targets.map((t) => (
            <Text key={t.url} size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
              {t.url}
              {collection.upstream.targets.length > 1 && ` · weight ${t.weight}`}
            </Text>
          ))}
          <Text size="sm" c="dimmed">
            {collection.upstream.credential ? `Gatehouse sends its own ${collection.upstream.credential.header} header.` : "Gatehouse sends no credential of its own."} Changed{" "}
            <Time at={collection.updated_at} />.
          </Text>
        </Stack>
      </Section>
    </Stack>
  );
}

/** As partners call it; the template "/" is the bare base path. */
function pathOf(base: string, path: string): string {
  if (base === "/") return path;
  return path === "/" ? base : base + path;
}

/** The last 24 hours. */
function Traffic({ collection }: { collection: Collection }) {
  const from = useMemo(() => new Date(Date.now() - 86_400_000).toISOString(), []);
  const { data: stats } = useRequestStats({ collection: collection.name, from, buckets: 24 }, 30_000);
  const failed = stats?.histogram.reduce((sum, b) => sum + b.statuses["5xx"], 0) ?? 0;
  const refused = stats?.histogram.reduce((sum, b) => sum + b.statuses["4xx"], 0) ?? 0;
  const cards: { title: string; value: string; note?: string; filter?: Record<string, string> }[] = [
    { title: "Calls, last 24 h", value: stats ? whole(stats.total) : "–", filter: {} },
    { title: "Refused (4xx)", value: stats ? whole(refused) : "–", filter: { status: "4xx" } },
    { title: "Failed (5xx)", value: stats ? whole(failed) : "–", filter: { status: "5xx" } },
    { title: "p95 latency", value: stats && stats.total > 0 ? milliseconds(stats.latency_ms.p95) : "–", note: stats && stats.total > 0 ? `gateway adds ${milliseconds(stats.gateway_latency_ms.p95)}` : undefined },
  ];
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
      {cards.map((c) => (
        <Paper key={c.title} withBorder p="sm">
          <Text size="xs" c="dimmed">
            {c.title}
          </Text>
          <Text fz={20} fw={600} className="tabular">
            {c.filter ? (
              <Anchor component={Link} {...requestLogs({ collection: collection.name, ...c.filter })} inherit c="inherit">
                {c.value}
              </Anchor>
            ) : (
              c.value
            )}
          </Text>
          {c.note && (
            <Text size="xs" c="dimmed">
              {c.note}
            </Text>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  );
}
