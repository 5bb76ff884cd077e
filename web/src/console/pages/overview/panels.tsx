import { Anchor, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api } from "@shared/api/client";
import type { Client, Page, Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { requestLogs } from "../../parts/log-links";
import { reasonOf } from "../../parts/reasons";

type Stats = Schemas["RequestStats"];
const whole = new Intl.NumberFormat("en");

/** Why requests were refused or failed, most often first; each leads to those requests. */
export function Attention({ stats }: { stats: Stats }) {
  return (
    <Panel title="Needs attention" empty="No request was refused or failed in this time." rows={stats.codes.map((c) => (
      <Row key={c.key} end={whole.format(c.count)}>
        <Anchor component={Link} size="sm" c="inherit" {...requestLogs({ code: c.key })}>
          {reasonOf(c.key).short}
        </Anchor>
      </Row>
    ))} />
  );
}

/** Who calls most. */
export function TopClients({ stats }: { stats: Stats }) {
  return (
    <Panel title="Top clients" empty="Nobody called in this time." rows={stats.clients.map((c) => (
      <Row key={c.key} end={whole.format(c.count)}>
        <Anchor component={Link} size="sm" c="inherit" {...requestLogs({ client: c.name ?? c.key })} style={{ overflowWrap: "anywhere" }}>
          {c.name ?? c.key}
        </Anchor>
      </Row>
    ))} />
  );
}

interface DraftRow {
  id: string;
  name: string;
  step: string;
  updated_at: string;
}

const monthMs = 30 * 86_400_000;

/** Drafts, and clients of the last weeks that have not called yet. */
export function Onboardings() {
  const { data } = useQuery({
    queryKey: ["onboarding-in-progress"],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - monthMs).toISOString();
      const [clients, calls] = await Promise.all([
        api.get<Page<Client>>("/clients", { limit: 100 }, signal),
        api.get<Stats>("/request-logs/stats", { source: "gateway", status: "2xx", from, top: 100, buckets: 1 }, signal),
      ]);
      const called = new Set(calls.clients.map((c) => c.key));
      return clients.items.filter((c) => c.status === "enabled" && c.created_at >= from && !called.has(c.id)).slice(0, 5);
    },
    refetchInterval: 30_000,
  });
  const drafts = useQuery({ queryKey: ["onboarding-drafts"], queryFn: ({ signal }) => api.get<Page<DraftRow>>("/onboarding-drafts", { limit: 5 }, signal) });
  const begun = (drafts.data?.items ?? []).map((d) => (
    <Row key={d.id} end={<Time at={d.updated_at} />}>
      <Anchor component={Link} to="/onboard" search={{ draft: d.id } as never} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {d.name || "Unnamed"}
      </Anchor>
      <Text size="xs" c="dimmed">
        draft, at {d.step}
      </Text>
    </Row>
  ));
  return (
    <Panel title="Onboarding in progress" empty={data ? "Every new partner has called." : "…"} rows={[...begun, ...(data ?? []).map((c) => (
      <Row key={c.id} end={<Time at={c.created_at} />}>
        <Anchor component={Link} to={`/clients/${c.id}`} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
          {c.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {nextStep(c)}
        </Text>
      </Row>
    ))]} />
  );
}

function nextStep(c: Client): string {
  if (c.collection_ids.length === 0) return "no access to a collection yet";
  return "waiting for the first call";
}

function Panel({ title, rows, empty }: { title: string; rows: ReactNode[]; empty: string }) {
  return (
    <Paper withBorder p="md" component="section" miw={0}>
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

function Row({ children, end }: { children: ReactNode; end: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>{children}</div>
      <Text size="sm" c="dimmed" component="div" className="tabular" style={{ flex: "none" }}>
        {end}
      </Text>
    </Group>
  );
}
