import { Alert, Anchor, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconClockSearch, IconExternalLink, IconTerminal2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RequestLog } from "@shared/api/types";
import { CallTiming } from "@shared/ui/call-timing";
import { CopyButton, CopyId } from "@shared/ui/copy";
import { HttpStatus } from "@shared/ui/status";
import { exactTime, Time } from "@shared/ui/time";
import { reasonOf } from "../../parts/reasons";
import { mayRead, useMe } from "../../session";
import { curlOf } from "./curl";
import classes from "./request-logs.module.css";
import { whole } from "@shared/numbers";
import { Trace } from "./trace";

/** One request: what it was, what decided, what was sent and answered. */
export function RequestDetail({ log, alone }: { log: RequestLog; alone?: boolean }) {
  return (
    <Stack gap="lg">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <HttpStatus status={log.status} />
        <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {log.method} <bdi>{log.path}</bdi>
        </Text>
      </Group>
      <Actions log={log} alone={alone} />
      {log.code && <Why log={log} />}
      <Section title="Decision trace">
        <Trace log={log} />
      </Section>
      <Section title="Timing">
        <CallTiming call={log} beyond="upstream" />
      </Section>
      <Section title="Details">
        <Facts log={log} />
      </Section>
      <Section title="Request headers">
        <Headers label="Request headers" headers={log.request_headers} />
      </Section>
      <Section title="Response headers">
        <Headers label="Response headers" headers={log.response_headers} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={8}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Actions({ log, alone }: { log: RequestLog; alone?: boolean }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const at = new Date(log.at).getTime();
  const around = { from: new Date(at - 60_000).toISOString(), to: new Date(at + 60_000).toISOString() };
  return (
    <Group gap="xs">
      <Button variant="default" size="xs" leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconTerminal2 size={14} />} onClick={() => clipboard.copy(curlOf(log))}>
        {clipboard.copied ? "Copied" : "Copy as curl"}
      </Button>
      <Button variant="default" size="xs" leftSection={<IconClockSearch size={14} />} component={Link} to="/logs/requests" search={around as never}>
        Show around this time
      </Button>
      {!alone && (
        <Button variant="default" size="xs" leftSection={<IconExternalLink size={14} />} component={Link} to={`/logs/requests/${log.id}`}>
          Open page
        </Button>
      )}
    </Group>
  );
}

function Why({ log }: { log: RequestLog }) {
  const reason = reasonOf(log.code!);
  return (
    <Alert color={log.status >= 500 ? "red" : "orange"} title={`${log.code}: ${reason.short}`}>
      <Stack gap={6}>
        {reason.admin && <Text size="sm">{reason.admin}</Text>}
        {reason.partner && (
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Text size="sm">Tell the partner: “{reason.partner}”</Text>
            <CopyButton value={`${reason.partner} (request ${log.id})`} what="message for the partner" />
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function Facts({ log }: { log: RequestLog }) {
  const { role } = useMe();
  const linked = (kind: string, id: string | null, name: string | null) =>
    id && mayRead(role, "partners") ? (
      <Anchor component={Link} to={`/${kind}/${id}`} inherit underline="always">
        {name ?? id}
      </Anchor>
    ) : (
      (name ?? id ?? "–")
    );
  const rows: [string, ReactNode][] = [
    ["Time", <>{exactTime(log.at)} (<Time at={log.at} />)</>],
    ["Request ID", <CopyId value={log.id} what="request id" />],
    ["Client", <>{linked("clients", log.client_id, log.client_name)}{log.client_id && !log.client_verified ? " (claimed, not proven)" : ""}</>],
    ["Profile", linked("profiles", log.profile_id, log.profile_name)],
    ["Collection", linked("collections", log.collection, log.collection)],
    ["Endpoint", log.endpoint ?? "–"],
    ["Query", log.query.length > 0 ? `${log.query.join(", ")} (values are not recorded)` : "–"],
    ["Address", log.client_ip ?? "–"],
    ["User-Agent", log.user_agent ? <bdi>{log.user_agent}</bdi> : "–"],
    ["Size", `${whole(log.bytes_in)} bytes in, ${whole(log.bytes_out)} bytes out`],
    ["Source", log.source],
    ["Configuration", `version ${log.config_version}`],
  ];
  return (
    <dl className={classes.facts}>
      {rows.map(([term, value]) => (
        <div key={term} style={{ display: "contents" }}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Headers({ label, headers }: { label: string; headers: RequestLog["request_headers"] }) {
  if (headers.length === 0) return <Text size="sm" c="dimmed">None.</Text>;
  return (
    <Table layout="fixed" verticalSpacing={4} horizontalSpacing={0} fz="sm" aria-label={label}>
      <Table.Tbody>
        {headers.map((h, i) => (
          <Table.Tr key={i}>
            <Table.Th scope="row" w="38%" fw={500} style={{ overflowWrap: "anywhere", verticalAlign: "top" }}>
              {h.name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: "anywhere" }}>{h.value === null ? <Text size="sm" c="dimmed">not recorded</Text> : <bdi>{h.value}</bdi>}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
