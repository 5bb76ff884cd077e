import { Code, Group, Stack, Table, Text } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { Problem } from "@shared/api/client";
import { bytes } from "@shared/numbers";
import { CopyId } from "@shared/ui/copy";
import { Page } from "@shared/ui/page";
import { Facts, Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import type { Collection as Shape, Refusal } from "../api/types";
import { useCollection } from "../parts/collections";
import { DownloadMenu } from "../parts/download-menu";
import { HeaderList } from "../parts/header-list";
import { Html } from "../parts/html";
import { Limits } from "../parts/limits";
import { Method } from "../parts/method";
import { useProfile } from "../parts/profile";
import { byTag } from "../shell/operation-links";
import { NotFound } from "./not-found";

/** What a collection is, how to call it, and what each refusal means. */
export function Collection() {
  const { collection } = useParams({ strict: false }) as { collection: string };
  const { data, error, refetch } = useCollection(collection);
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  return (
    <Page title={data?.title ?? collection} description={data && <CopyId value={data.url} what="base URL" />} actions={data && <Download name={data.name} />}>
      {data ? <Content collection={data} /> : error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={8} />}
    </Page>
  );
}

/** The collection as a document, with only what the chosen profile may call. */
function Download({ name }: { name: string }) {
  const profile = useProfile();
  const path = `/collections/${encodeURIComponent(name)}`;
  const openapi = (version: string) => ({ label: `OpenAPI ${version}`, path: `${path}/openapi.json`, query: { version, profile } });
  const file = (label: string, name: string) => ({ label, path: `${path}/${name}`, query: { profile } });
  return <DownloadMenu label="Download" files={[openapi("3.1"), openapi("3.0"), file("Postman collection", "postman.json"), file("Markdown", "reference.md")]} />;
}

function Content({ collection: c }: { collection: Shape }) {
  return (
    <div className="with-aside">
      <Stack gap="xl" miw={0}>
        <Html html={c.description_html} />
        <Operations collection={c} />
        <Section title="How to authenticate">
          <Stack gap="sm">
            <Text size="sm">{c.auth.text}</Text>
            <HeaderList headers={c.auth.headers} />
          </Stack>
        </Section>
        <Errors errors={c.errors} />
      </Stack>
      <Stack gap="xl" miw={0}>
        <Section title="Facts">
          <Facts
            facts={[
              ...(c.api_version ? ([["Version", c.api_version]] as [string, string][]) : []),
              ["Revision", `${c.revision}`],
              ["Published", <Time key="at" at={c.published_at} />],
              ["Requests", c.validate_requests ? "checked against this documentation" : "passed on as they are"],
              ["Largest body", c.max_body_bytes === null ? "no bound of its own" : bytes(c.max_body_bytes)],
            ]}
          />
        </Section>
        <Section title="Your limits">
          <Limits limits={c.limits} />
        </Section>
      </Stack>
    </div>
  );
}

function Operations({ collection }: { collection: Shape }) {
  return (
    <Section title="Operations" bare>
      {byTag(collection.operations_list).map(([tag, operations]) => (
        <div key={tag} className="operations">
          {tag && (
            <Text size="xs" fw={600} c="dimmed" component="h3" mt="sm" mb={4}>
              {tag}
            </Text>
          )}
          <ul>
            {operations.map((o) => (
              <li key={o.id} data-locked={!o.callable || undefined}>
                <Link to={`/collections/${collection.name}/${o.id}`}>
                  <Method of={o.method} />
                  <code>{o.path}</code>
                  <span>{o.summary}</span>
                </Link>
                {o.deprecated && <Text size="xs">Deprecated</Text>}
                {!o.callable && (
                  <Group gap={4} wrap="nowrap" className="why-locked">
                    <IconLock size={13} aria-hidden style={{ flexShrink: 0 }} />
                    <Text size="xs">{o.reason}</Text>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

/** What each refusal means and what to do about it. */
function Errors({ errors }: { errors: Refusal[] }) {
  return (
    <Section title="When a call is refused" description="Every refusal is a problem document with one of these codes and a request id." bare>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table aria-label="Refusals" verticalSpacing={8} layout="fixed" className="refusals">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>Status</Table.Th>
              <Table.Th w="30%">Code</Table.Th>
              <Table.Th>What to do</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.map((e) => (
              <Table.Tr key={e.code}>
                <Table.Td>
                  <HttpStatus status={e.status} />
                </Table.Td>
                <Table.Td>
                  <Code style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>{e.code}</Code>
                  <Text size="xs" c="dimmed" mt={2}>
                    {e.meaning}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm">{e.remedy}</Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
