import { Paper, Text, Timeline, Title } from "@mantine/core";
import { methodsText } from "../../parts/methods";
import { useNames } from "../../parts/names";
import type { Draft } from "./draft";

/** What Create will make, growing as the draft does. */
export function WillBeCreated({ draft, reached }: { draft: Draft; reached: number }) {
  const collections = useNames("collections");
  const policies = useNames("policies");
  const { client, profile } = draft;
  const policy = draft.policy === "new" ? `${draft.new_policy.name} (new)` : draft.policy && draft.policy !== "none" ? (policies.get(draft.policy) ?? draft.policy) : "no limit";
  const items: [string, string][] = [
    [`Client ${client.name || "…"}`, "Enabled, generated Client ID"],
    [`Profile ${profile.name || "…"}`, [profile.token.source === "partner" ? "Token made by the partner" : "Token", methodsText(profile.allowed_methods), profile.ip_allowlist.length === 0 ? "any IP" : profile.ip_allowlist.join(", ")].join(" · ")],
    [draft.collections.length === 0 ? "Access" : `Access to ${draft.collections.map((id) => collections.get(id) ?? id).join(", ")}`, policy],
    ["Portal access", draft.portal_emails.join(", ") || "nobody yet"],
  ];
  return (
    <Paper withBorder p="md" component="section" aria-label="What will be created">
      <Title order={2} mb="md">
        What will be created
      </Title>
      <Timeline active={reached} bulletSize={16} lineWidth={2} styles={{ itemTitle: { overflowWrap: "anywhere", fontSize: "var(--mantine-font-size-sm)", fontWeight: 600 } }}>
        {items.map(([title, detail], i) => (
          <Timeline.Item key={i} title={title}>
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {detail}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Paper>
  );
}
