import { Alert, Anchor, Box, Divider, Group, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Page, RequestLog } from "@shared/api/types";
import { CopyButton } from "@shared/ui/copy";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { requestLogs } from "../../parts/log-links";
import { reasonOf } from "../../parts/reasons";
import { useLive } from "@shared/api/live";

interface WaitingProps {
  client: { id: string; name: string; since: string };
  profile: string;
}

const most = 8;

/** The partner's attempts as they arrive, each refusal with what to tell them, until a call succeeds. */
export function Waiting({ client, profile }: WaitingProps) {
  const parameters = { client: client.id, source: "gateway" };
  const before = useQuery({ queryKey: ["attempts", client.id], queryFn: () => api.get<Page<RequestLog>>("/request-logs", { ...parameters, limit: 50 }) });
  const live = useLive<RequestLog>("/request-logs/tail", parameters, { wanted: true, reading: false, onResume: () => void before.refetch() });
  const calls = distinct([...live.rows, ...(before.data?.items ?? [])]);
  const first = calls.findLast((c) => c.code === null && c.status < 400);
  const attempts = calls.filter((c) => c !== first).slice(0, most);
  return (
    <Paper withBorder p="md" component="section" aria-label="First call" className="no-print">
      <Stack gap="sm" aria-live="polite">
        {first ? <Received call={first} since={client.since} /> : <Still name={client.name} broken={live.connection === "broken"} />}
        {attempts.length > 0 && (
          <>
            <Divider />
            <Title order={3}>Attempts</Title>
            {attempts.map((call) => (
              <Attempt key={call.id} call={call} profile={profile} />
            ))}
            <Anchor component={Link} size="sm" {...requestLogs({ client: client.name })}>
              All requests
            </Anchor>
          </>
        )}
      </Stack>
    </Paper>
  );
}

function Still({ name, broken }: { name: string; broken: boolean }) {
  return (
    <div>
      <Group gap="sm" mb={4}>
        <Loader type="dots" size="sm" aria-hidden />
        <Title order={2}>Waiting for the first call…</Title>
      </Group>
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {broken ? "The connection was lost. Reload the page to go on waiting; the calls are in Request Logs." : `This updates the moment ${name} reaches the gateway. You can leave: Request Logs show it too.`}
      </Text>
    </div>
  );
}

function Received({ call, since }: { call: RequestLog; since: string }) {
  return (
    <Alert color="teal" icon={<IconCheck size={18} />} title="First call received">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {call.method} {call.path} · {call.status} · {Math.round(call.latency_ms)} ms{call.client_ip && ` · from ${call.client_ip}`}
      </Text>
      <Text size="xs" mt={4}>
        {elapsed(since, call.at)} after the client was created.{" "}
        <Anchor component={Link} to={`/logs/requests/${call.id}`} size="xs" c="inherit" td="underline">
          Open the log
        </Anchor>
      </Text>
    </Alert>
  );
}

function Attempt({ call, profile }: { call: RequestLog; profile: string }) {
  const reason = call.code ? reasonOf(call.code) : undefined;
  const tell = reason && (call.code === "profile_id_missing" ? `Send X-Profile-ID: ${profile}.` : reason.partner);
  return (
    <Box>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <HttpStatus status={call.status} />
        <Text size="xs" flex={1} miw={0} style={{ overflowWrap: "anywhere" }} lineClamp={3}>
          {call.method} {call.path}
          {reason && ` — ${reason.short}`}
        </Text>
        <Anchor component={Link} to={`/logs/requests/${call.id}`} size="xs" c="dimmed" style={{ flex: "none" }}>
          <Time at={call.at} />
        </Anchor>
      </Group>
      {tell && (
        <Group gap={4} wrap="nowrap" mt={2}>
          <Text size="xs" c="dimmed">
            Tell them: {tell}
          </Text>
          <CopyButton value={tell} what="message" />
        </Group>
      )}
    </Box>
  );
}

function distinct(calls: RequestLog[]): RequestLog[] {
  return [...new Map(calls.map((c) => [c.id, c])).values()];
}

function elapsed(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
