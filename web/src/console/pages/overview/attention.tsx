import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { reasonOf } from "../../parts/reasons";
import { logsOf, Panel, Row } from "./panel";

const whole = new Intl.NumberFormat("en");
const most = 5; // tokens listed

/** Tokens about to end, and why requests were refused or failed; each leads to where it is mended. */
export function Attention({ stats, range, tokens }: { stats: Schemas["RequestStats"]; range: string; tokens?: Schemas["NeedsAttention"] }) {
  const ending = (tokens?.expiring_tokens ?? []).slice(0, most).map((t) => (
    <Row key={t.token_id} end={<Time at={t.expires_at} />}>
      <Anchor component={Link} to={`/profiles/${t.profile_id}`} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        Token of {t.profile_name} ends
      </Anchor>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {t.client_name}, {t.prefix}…
      </Text>
    </Row>
  ));
  const further = (tokens?.expiring_token_count ?? 0) - ending.length;
  const refused = stats.codes.map((c) => (
    <Row key={c.key} end={whole.format(c.count)}>
      <Anchor component={Link} size="sm" c="inherit" {...logsOf({ code: c.key }, range)}>
        {sentence(reasonOf(c.key).short)}
      </Anchor>
    </Row>
  ));
  const more = further > 0 ? [<Text key="more" size="xs" c="dimmed">{`and ${whole.format(further)} more tokens within 14 days`}</Text>] : [];
  return <Panel title="Needs attention" empty="No request was refused or failed in this time, and no token ends soon." rows={[...ending, ...more, ...refused]} />;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
