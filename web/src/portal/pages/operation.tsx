import { Alert, Stack, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { Problem } from "@shared/api/client";
import { CopyButton } from "@shared/ui/copy";
import { Page } from "@shared/ui/page";
import { Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import type { Operation as Shape } from "../api/types";
import { useOperation } from "../parts/collections";
import { Html } from "../parts/html";
import { Method } from "../parts/method";
import { Console } from "../try/console";
import { NotFound } from "./not-found";
import { Content } from "./operation/content";
import { Parameters } from "./operation/parameters";
import { Responses } from "./operation/responses";

/** An operation: its documentation, and beside it the console that calls it. */
export function Operation() {
  const { collection, operation } = useParams({ strict: false }) as { collection: string; operation: string };
  const { data, error, refetch } = useOperation(collection, operation);
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  if (!data) {
    return <Page title={error ? "Operation" : "…"}>{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={10} />}</Page>;
  }
  return (
    <Page title={data.summary || data.path} description={<Address operation={data} />}>
      <div className="docs-and-console">
        <Documentation operation={data} />
        {/* Inputs of another operation begin anew. */}
        <Console key={data.id} operation={data} />
      </div>
    </Page>
  );
}

function Address({ operation: o }: { operation: Shape }) {
  return (
    <span className="address">
      <Method of={o.method} />
      <code>{new URL(o.url.replaceAll("{", "%7B").replaceAll("}", "%7D")).pathname.replaceAll("%7B", "{").replaceAll("%7D", "}")}</code>
      <CopyButton value={o.url} what="address" />
    </span>
  );
}

function Documentation({ operation: o }: { operation: Shape }) {
  return (
    <Stack gap="xl" miw={0}>
      {!o.callable && (
        <Alert color="orange" icon={<IconLock size={18} />} title="Not enabled for you">
          {o.reason}
        </Alert>
      )}
      {o.deprecated && <Alert color="orange" title="Deprecated">Do not build on this operation; it may end.</Alert>}
      <Html html={o.description_html} />
      {o.parameters.length > 0 && (
        <Section title="Parameters" bare>
          <Parameters parameters={o.parameters} />
        </Section>
      )}
      {o.request_body && (
        <Section title="Request body" bare description={o.request_body.required ? "Required." : "Optional."}>
          <Html html={o.request_body.description_html} />
          <Content of={o.request_body.content} what="request" />
        </Section>
      )}
      <Section title="Responses" bare>
        <Responses responses={o.responses} />
      </Section>
      <Refusals operation={o} />
    </Stack>
  );
}

function Refusals({ operation: o }: { operation: Shape }) {
  if (o.refusals.length === 0) return null;
  return (
    <Section title="When the gateway refuses" bare>
      <details className="refusals">
        <summary>{o.refusals.length} codes, each with what to do</summary>
        <dl className="doc-rows">
          {o.refusals.map((r) => (
            <div key={r.code}>
              <dt>
                <span className="status-code">{r.status}</span> <code>{r.code}</code>
              </dt>
              <dd>
                <Text size="sm">{r.meaning}</Text>
                <Text size="sm" c="dimmed">
                  {r.remedy}
                </Text>
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </Section>
  );
}
