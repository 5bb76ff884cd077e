import { Anchor, Button, Paper, Select, Table, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { CheckResult, Client, EffectiveAccess } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { useWhyNot } from "../../session";

/** Runs the access proof: the calls that must pass and those that must be refused. */
export function Proof({ client, access }: { client: Client; access: EffectiveAccess }) {
  const whyNot = useWhyNot("partners");
  const profiles = access.profiles.map((p) => ({ value: p.profile.id, label: p.profile.name }));
  const [profile, setProfile] = useState<string | null>(profiles[0]?.value ?? null);
  const run = useMutation({ mutationFn: () => api.post<CheckResult>(`/clients/${client.id}/check`, { profile_id: profile ?? undefined }) });
  if (profiles.length === 0 || access.collections.length === 0 || whyNot) return null;
  return (
    <Section
      title="Access proof"
      description="Real calls through the gateway: what must pass and what must be refused. They use up no limit and show in the request log as checks."
      actions={
        <>
          {profiles.length > 1 && <Select aria-label="Profile to check" data={profiles} value={profile} onChange={setProfile} allowDeselect={false} w={200} />}
          <Button variant="default" leftSection={<IconPlayerPlay size={16} />} onClick={() => run.mutate()} loading={run.isPending}>
            {run.data ? "Run again" : "Run checks"}
          </Button>
        </>
      }
      bare
    >
      <div aria-live="polite">
        {run.error && <Failure error={run.error} />}
        {run.data && <Checks result={run.data} />}
      </div>
    </Section>
  );
}

function Checks({ result }: { result: CheckResult }) {
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table aria-label="Checks" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Check</Table.Th>
              <Table.Th visibleFrom="sm">Expected</Table.Th>
              <Table.Th visibleFrom="sm">Answer</Table.Th>
              <Table.Th>Result</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.checks.map((c, i) => (
              <Table.Tr key={i}>
                <Table.Td>
                  <Text size="sm">{c.name}</Text>
                  <Text size="xs" c="dimmed">
                    {[c.collection, c.reason].filter(Boolean).join(" · ")}
                  </Text>
                </Table.Td>
                <Table.Td visibleFrom="sm">{c.expected}</Table.Td>
                <Table.Td visibleFrom="sm">
                  {c.request_id ? (
                    <Anchor component={Link} to={`/logs/requests/${c.request_id}`} size="sm">
                      {c.actual ?? "–"}
                    </Anchor>
                  ) : (
                    (c.actual ?? "–")
                  )}
                </Table.Td>
                <Table.Td>
                  <Status of={c.skipped ? "skipped" : c.passed ? "passed" : "failed"} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
