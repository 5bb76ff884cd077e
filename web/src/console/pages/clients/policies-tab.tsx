import { ActionIcon, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Anchor } from "@mantine/core";
import { api } from "@shared/api/client";
import type { Client, Policy } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { ActionButton } from "../../parts/action-button";
import { LeaveGuard } from "../../parts/leave-guard";
import { Pick } from "../../parts/pick";
import { policyText } from "../../parts/policy-text";
import { useEdit } from "../../parts/use-edit";
import { useWhyNot } from "../../session";

/** Step 4 of the recipe: attach a policy, Save. */
export function ClientPolicies({ client }: { client: Client }) {
  const whyNot = useWhyNot("partners");
  const { form, submit, saving, dirty, notices } = useEdit<Client, { policy_ids: string[] }>({
    path: `/clients/${client.id}`,
    resource: client,
    values: (c) => ({ policy_ids: c.policy_ids }),
    labels: { policy_ids: "Policies" },
    save: ({ policy_ids }, ifMatch) => api.put<Client>(`/clients/${client.id}/policies`, { policy_ids }, { ifMatch }),
  });
  const { policy_ids } = form.values;
  const set = (ids: string[]) => form.setFieldValue("policy_ids", ids);
  return (
    <form onSubmit={submit} style={{ maxWidth: 720 }}>
      <LeaveGuard dirty={dirty} />
      <Section title="Attached policies" description="Counted over all profiles of this client. Where several are attached, all of them are enforced." bare>
        <Stack>
          {notices}
          <Attached ids={policy_ids} onDetach={whyNot ? undefined : (id) => set(policy_ids.filter((p) => p !== id))} />
          {!whyNot && (
            <Pick
              kind="policies"
              label="Attach a policy"
              placeholder="Choose a policy"
              value={null}
              without={policy_ids}
              onChange={(id) => id && set([...policy_ids, id])}
              error={form.errors.policy_ids}
            />
          )}
          <Group justify="space-between">
            <Anchor component={Link} to="/policies" search={{ new: "1" } as never} size="sm">
              New policy
            </Anchor>
            <Group gap="xs">
              {dirty && (
                <Button variant="default" onClick={() => form.reset()}>
                  Discard
                </Button>
              )}
              <ActionButton area="partners" type="submit" disabled={!dirty} loading={saving}>
                Save
              </ActionButton>
            </Group>
          </Group>
        </Stack>
      </Section>
    </form>
  );
}

function Attached({ ids, onDetach }: { ids: string[]; onDetach?: (id: string) => void }) {
  const policies = useQueries({ queries: ids.map((id) => ({ queryKey: [`/policies/${id}`], queryFn: () => api.get<Policy>(`/policies/${id}`), staleTime: 30_000 })) });
  if (ids.length === 0) {
    return (
      <Paper withBorder p="md">
        <Text size="sm" c="dimmed">
          No policy is attached: calls of this client are not limited.
        </Text>
      </Paper>
    );
  }
  return (
    <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Attached policies">
      {ids.map((id, i) => {
        const policy = policies[i]?.data;
        return (
          <Group component="li" key={id} px="md" py="sm" justify="space-between" wrap="nowrap" style={i > 0 ? { borderTop: "1px solid var(--mantine-color-default-border)" } : undefined}>
            <div style={{ minWidth: 0 }}>
              <Anchor component={Link} to={`/policies/${id}`} fw={600} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
                {policy?.name ?? id}
              </Anchor>
              <Text size="xs" c="dimmed">
                {policy ? policyText(policy) : " "}
              </Text>
            </div>
            {onDetach && (
              <ActionIcon variant="subtle" color="gray" aria-label={`Detach ${policy?.name ?? id}`} onClick={() => onDetach(id)}>
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        );
      })}
    </Paper>
  );
}
