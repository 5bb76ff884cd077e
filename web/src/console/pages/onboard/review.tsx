import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { methodsText } from "../../parts/methods";
import { useNames } from "../../parts/names";
import { policyText } from "../../parts/policy-text";
import { policyBody } from "../policies/policy-values";
import type { TokenValues } from "../profiles/token-values";
import { type Draft, steps } from "./draft";

/** Everything once more, before it is created. */
export function Review({ draft, onEdit }: { draft: Draft; onEdit: (step: number) => void }) {
  const collections = useNames("collections");
  const policies = useNames("policies");
  const { client, profile } = draft;
  const policy = draft.policy === "new" ? `${draft.new_policy.name}: ${policyText(policyBody(draft.new_policy))}` : draft.policy && draft.policy !== "none" ? (policies.get(draft.policy) ?? draft.policy) : "No limit";
  const parts: string[][] = [
    [client.name, client.description || "No description"],
    [profile.name, tokenText(profile.token), `Allowed methods: ${methodsText(profile.allowed_methods)}`, `IP allowlist: ${profile.ip_allowlist.join(", ") || "any address"}`],
    [draft.collections.map((id) => collections.get(id) ?? id).join(", ") || "No collection", policy],
    [draft.portal_emails.join(", ") || "Nobody yet", ...(draft.portal_emails.length > 0 ? [draft.send_invites ? "Invites are sent at once" : "No invites are sent"] : [])],
  ];
  return (
    <Stack gap="sm">
      <Title order={2}>Review</Title>
      {parts.map((lines, i) => (
        <Paper key={steps[i]} withBorder p="sm">
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <div style={{ minWidth: 0 }}>
              <Text size="xs" c="dimmed">
                {steps[i]}
              </Text>
              {lines.map((line, n) => (
                <Text key={n} size="sm" fw={n === 0 ? 600 : undefined} style={{ overflowWrap: "anywhere" }}>
                  {line}
                </Text>
              ))}
            </div>
            <Button variant="subtle" size="compact-sm" onClick={() => onEdit(i)} aria-label={`Change ${steps[i]}`}>
              Change
            </Button>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}

function tokenText({ source, days, hand_over_link }: TokenValues): string {
  if (source === "partner") return "The partner generates the token in the portal";
  return [source === "paste" ? "Pasted token" : "Generated token", days ? `expires in ${days} days` : "never expires", hand_over_link && "one-time link"].filter(Boolean).join(", ");
}
