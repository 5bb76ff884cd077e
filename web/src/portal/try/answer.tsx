import "@mantine/core/styles/Tabs.css";
import { Alert, Anchor, Button, Group, Paper, Tabs, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { url } from "@shared/api/client";
import { bytes, milliseconds } from "@shared/numbers";
import { CopyButton } from "@shared/ui/copy";
import { HttpStatus } from "@shared/ui/status";
import type { TryAnswer } from "../api/types";
import { AskSupport } from "../parts/ask-support";
import { CodeBlock } from "../parts/code";
import { Decision } from "../parts/decision";
import { pretty } from "./model";

/** What came back. Everything of it is shown as text: an answer is never a page. */
export function Answer({ answer: a }: { answer: TryAnswer }) {
  const refused = a.code !== null;
  return (
    <Paper withBorder p="md" component="section" aria-label="Answer">
      <Group gap={8} mb="xs" role="status">
        <HttpStatus status={a.status} />
        {a.status_text && (
          <Text size="sm" fw={500}>
            {a.status_text}
          </Text>
        )}
        <Text size="sm" c="dimmed" className="tabular" title={`gateway ${milliseconds(a.timing.gateway_ms)}, upstream ${milliseconds(a.timing.upstream_ms)}`}>
          {milliseconds(a.timing.total_ms)} · {bytes(a.bytes)}
        </Text>
        <Group gap={2} wrap="nowrap">
          <Anchor component={Link} to={`/requests/${a.request_id}`} size="xs" ff="monospace" c="dimmed" underline="always">
            {a.request_id}
          </Anchor>
          <CopyButton value={a.request_id} what="request id" />
        </Group>
      </Group>
      <Tabs defaultValue={refused ? "why" : "body"} keepMounted={false}>
        <Tabs.List className="tab-list" mb="sm">
          <Tabs.Tab value="body">Body</Tabs.Tab>
          <Tabs.Tab value="headers" rightSection={<span className="count">{a.headers.length}</span>}>
            Headers
          </Tabs.Tab>
          <Tabs.Tab value="why">Why</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="body">
          <Body answer={a} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <AnswerHeaders answer={a} />
        </Tabs.Panel>
        <Tabs.Panel value="why">
          <Why answer={a} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}

function Body({ answer: a }: { answer: TryAnswer }) {
  const json = /json/.test(a.content_type ?? "");
  const text = a.body_encoding === "text" ? a.body : null;
  const binary = a.bytes > 0 && !text;
  return (
    <>
      {a.download && (
        <Group mb="xs" gap="xs">
          <Button component="a" href={url(`/try/downloads/${encodeURIComponent(a.download.id)}`)} download={a.download.filename} size="xs" variant="default" leftSection={<IconDownload size={14} />}>
            Download {bytes(a.download.bytes)}
          </Button>
          <Text size="xs" c="dimmed">
            {a.download.complete ? "Works once." : "Works once. The answer was longer than is kept; this is its beginning."}
          </Text>
        </Group>
      )}
      {a.truncated && text !== null && (
        <Text size="xs" c="dimmed" mb={4}>
          The beginning of {bytes(a.bytes)}.
        </Text>
      )}
      {a.timed_out && a.code === null && (
        <Text size="xs" c="dimmed" mb={4}>
          What came in the first 30 seconds. Your own code can read on.
        </Text>
      )}
      {text && <CodeBlock text={json && !a.truncated ? pretty(text) : text} what="answer" json={json} wrap />}
      {binary && <Text size="sm">{bytes(a.bytes)} of {a.content_type ?? "data"}, not text.</Text>}
      {a.bytes === 0 && <Text size="sm">The answer has no body.</Text>}
    </>
  );
}

function AnswerHeaders({ answer: a }: { answer: TryAnswer }) {
  return (
    <dl className="answer-headers">
      {a.headers.map((h, i) => (
        <div key={`${h.name} ${i}`}>
          <dt>{h.name}</dt>
          <dd>{h.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Why({ answer: a }: { answer: TryAnswer }) {
  return (
    <>
      {a.code !== null && (
        <Alert color={a.status >= 500 ? "red" : "orange"} title={a.reason ?? a.code} mb="sm">
          {a.fix && <Text size="sm">{a.fix}</Text>}
          <Text size="xs" mt={4} component="div" className="links">
            <Anchor href={new URL(`problems/${encodeURIComponent(a.code)}`, document.baseURI).toString()} target="_blank" inherit underline="always" c="inherit">
              {a.code}
            </Anchor>
            <AskSupport requestId={a.request_id} call={`${a.request.method} ${a.request.url}, answered ${a.status}`} />
          </Text>
        </Alert>
      )}
      {a.timed_out && a.code !== null && (
        <Text size="sm" mb="sm">
          There was no complete answer within 30 seconds.
        </Text>
      )}
      <Decision checks={a.decision} />
    </>
  );
}
