import { Alert, Button, Code, Group, Stack, Table, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api } from "@shared/api/client";
import { Page } from "@shared/ui/page";
import { Facts, Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import type { Credential, Credentials as Shape, Token } from "../api/types";
import { HeaderList } from "../parts/header-list";

const NewToken = lazy(async () => ({ default: (await import("./credentials/new-token")).NewToken }));

/** What to send with every call, and the state of each token. */
export function Credentials() {
  const { data, error, refetch } = useQuery({ queryKey: ["credentials"], queryFn: ({ signal }) => api.get<Shape>("/credentials", undefined, signal) });
  const [renew, setRenew] = useState<Credential>();
  return (
    <Page title="Credentials" description="Send these headers with every call. Tokens are kept as hashes: nobody can read one again.">
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : data.items.length === 0 ? (
        <Empty title="There is no profile yet">Your contact adds one. It appears here at once.</Empty>
      ) : (
        data.items.map((c) => <Profile key={c.id} credential={c} onRenew={() => setRenew(c)} />)
      )}
      {renew && (
        <Suspense>
          <NewToken profile={renew} onClose={() => setRenew(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Profile({ credential: c, onRenew }: { credential: Credential; onRenew: () => void }) {
  const renew = c.self_service && c.auth === "token";
  return (
    <Section
      title={c.name}
      actions={
        renew && (
          <Button size="xs" leftSection={<IconKey size={14} />} variant={c.live_tokens > 0 ? "default" : "filled"} onClick={onRenew}>
            {c.live_tokens > 0 ? "Rotate token" : "Generate token"}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {!c.usable && (
          <Alert color="orange" title="This profile cannot be used">
            {c.reason}
          </Alert>
        )}
        <HeaderList headers={c.headers} />
        <Facts
          facts={[
            ["Methods", c.allowed_methods ? c.allowed_methods.join(", ") : "any"],
            ["Called from", c.ip_allowlist.length > 0 ? c.ip_allowlist.join(", ") : "any address"],
            ["Profile expires", <Time key="e" at={c.expires_at} />],
          ]}
        />
        {c.auth === "token" && <Tokens tokens={c.tokens} name={c.name} />}
        {c.auth === "token" && !renew && (
          <Text size="sm" c="dimmed">
            New tokens for this profile come from your contact.
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function Tokens({ tokens, name }: { tokens: Token[]; name: string }) {
  if (tokens.length === 0) return <Text size="sm">There is no token yet.</Text>;
  return (
    <Group gap={0} className="token-table">
      <Table.ScrollContainer minWidth={0} type="native" w="100%">
        <Table aria-label={`Tokens of ${name}`} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Token</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th visibleFrom="sm">Created</Table.Th>
              <Table.Th>Expires</Table.Th>
              <Table.Th>Last used</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map((t) => (
              <Table.Tr key={t.id}>
                <Table.Td>
                  <Code>{t.prefix}…</Code>
                </Table.Td>
                <Table.Td>
                  <Status of={t.status} />
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <Time at={t.created_at} />
                </Table.Td>
                <Table.Td>
                  <Time at={t.expires_at} />
                </Table.Td>
                <Table.Td>
                  <Time at={t.last_used_at} />
                  {t.last_used_ip && (
                    <Text size="xs" c="dimmed">
                      from {t.last_used_ip}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Group>
  );
}
