import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconTerminal2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api } from "@shared/api/client";
import { bytes } from "@shared/numbers";
import { CallTiming } from "@shared/ui/call-timing";
import { CopyId } from "@shared/ui/copy";
import { Facts } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { HttpStatus } from "@shared/ui/status";
import { exactTime, Time } from "@shared/ui/time";
import type { CallDetail } from "../../api/types";
import { AskSupport } from "../../parts/ask-support";
import { Decision } from "../../parts/decision";
import { Share } from "./share";

/** One call by its id. It never changes. */
export function useCall(id: string) {
  return useQuery({ queryKey: ["request", id], queryFn: ({ signal }) => api.get<CallDetail>(`/requests/${encodeURIComponent(id)}`, undefined, signal), staleTime: Infinity });
}

/** What was sent, what decided, what came back. */
export function CallView({ id }: { id: string }) {
  const { data: call, error, refetch } = useCall(id);
  if (!call) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={8} />;
  return (
    <Stack gap="lg" maw={900}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <HttpStatus status={call.status} />
        <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {call.method} <bdi>{call.path}</bdi>
        </Text>
      </Group>
      <Group gap="xs" align="flex-start">
        <CopyCurl text={call.curl} />
        <Share id={call.id} />
      </Group>
      {call.code && (
        <Alert color={call.status >= 500 ? "red" : "orange"} title={call.reason ?? call.code}>
          <Text size="sm" mb={4}>
            {call.fix}
          </Text>
          <AskSupport requestId={call.id} call={`${call.method} ${call.path}, answered ${call.status}`} />
        </Alert>
      )}
      <Part title="What was checked">
        <Decision checks={call.decision} />
      </Part>
      <Part title="Timing">
        <CallTiming call={call} beyond="behind it" />
      </Part>
      <Part title="Details">
        <Details call={call} />
      </Part>
      <Headers title="Request headers" headers={call.request_headers} />
      <Headers title="Response headers" headers={call.response_headers} />
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} component="h2" mb={8}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function CopyCurl({ text }: { text: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Button variant="default" size="xs" leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconTerminal2 size={14} />} onClick={() => clipboard.copy(text)}>
      {clipboard.copied ? "Copied" : "Copy as curl"}
    </Button>
  );
}

function Details({ call }: { call: CallDetail }) {
  return (
    <Facts
      facts={[
        ["Time", <span key="at">{exactTime(call.at)} (<Time at={call.at} />)</span>],
        ["Request ID", <CopyId key="id" value={call.id} what="request id" />],
        ["Profile", call.profile_name ?? "–"],
        ["Collection", call.collection ?? "–"],
        ["Operation", call.endpoint ?? "–"],
        ["Query", call.query.length > 0 ? `${call.query.join(", ")} (values are not recorded)` : "–"],
        ["Address", call.client_ip ?? "–"],
        ["User-Agent", call.user_agent ? <bdi key="ua">{call.user_agent}</bdi> : "–"],
        ["Size", `${bytes(call.bytes_in)} in, ${bytes(call.bytes_out)} out`],
        ["From", call.source === "portal" ? "this portal" : "your server"],
      ]}
    />
  );
}

function Headers({ title, headers }: { title: string; headers: CallDetail["request_headers"] }) {
  if (headers?.length === 0) return null;
  return (
    <Part title={title}>
      {headers === null ? (
        <Text size="sm" c="dimmed">
          Not shown: the call carried your Client ID, but did not prove to be yours.
        </Text>
      ) : (
        <dl className="answer-headers">
          {headers.map((h, i) => (
            <div key={`${h.name} ${i}`}>
              <dt>{h.name}</dt>
              <dd>{h.value ?? <em>not recorded</em>}</dd>
            </div>
          ))}
        </dl>
      )}
    </Part>
  );
}
