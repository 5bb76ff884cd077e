import { Anchor, Code, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import type { AuditEvent, Client, RequestLog } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { mayRead, useMe } from "../../session";

const calls: Column<RequestLog>[] = [
  {
    title: "Time",
    cell: (r) => (
      <Anchor component={Link} to={`/logs/requests/${r.id}`} c="inherit" size="sm">
        <Time at={r.at} />
      </Anchor>
    ),
  },
  { title: "Status", cell: (r) => <HttpStatus status={r.status} /> },
  {
    title: "Request",
    cell: (r) => (
      <Text size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }} lineClamp={2}>
        {r.method} {r.path}
      </Text>
    ),
  },
  { title: "Profile", cell: (r) => r.profile_name ?? "–", wide: true },
  { title: "Reason", cell: (r) => (r.code ? <Code>{r.code}</Code> : "–"), wide: true },
  { title: "Latency", cell: (r) => `${r.latency_ms.toFixed(1)} ms`, align: "right", wide: true },
];

const changes: Column<AuditEvent>[] = [
  { title: "Time", cell: (e) => <Time at={e.at} /> },
  { title: "Action", cell: (e) => <Code>{e.action}</Code> },
  { title: "Actor", cell: (e) => <Text size="sm" style={{ overflowWrap: "anywhere" }}>{e.actor.name || e.actor.type}</Text> },
  { title: "Fields", cell: (e) => <Text size="xs" ff="monospace" lineClamp={1}>{e.changes.map((c) => c.path).join(" ")}</Text>, wide: true },
];

/** The newest requests and changes of one client. */
export function Activity({ client }: { client: Client }) {
  const { role } = useMe();
  return (
    <Stack gap="lg">
      <Requests client={client} />
      {mayRead(role, "audit_logs") && <Changes client={client} />}
    </Stack>
  );
}

function Requests({ client }: { client: Client }) {
  const list = useList<RequestLog>("/request-logs", { client: client.id }, { limit: 10 });
  const all = (
    <Anchor component={Link} to="/logs/requests" search={{ q: `client:${client.name}` } as never} size="sm">
      All requests
    </Anchor>
  );
  return (
    <Section title="Requests" actions={all} bare>
      <DataTable label="Requests" columns={calls} list={list} rowKey={(r) => r.id} href={(r) => `/logs/requests/${r.id}`} empty={<Empty title="No request yet">Calls of {client.name}, refused ones too, appear here as they come in.</Empty>} />
    </Section>
  );
}

function Changes({ client }: { client: Client }) {
  const list = useList<AuditEvent>("/audit-logs", { resource_id: client.id }, { limit: 10 });
  return (
    <Section title="Changes" bare>
      <DataTable label="Changes" columns={changes} list={list} rowKey={(e) => e.id} empty={<Empty title="No change yet">Who changed this client, and what.</Empty>} />
    </Section>
  );
}
