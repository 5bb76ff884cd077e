import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { Time } from "@shared/ui/time";
import { attentionCount, attentionOf } from "../../parts/attention";
import { reasonOf } from "../../parts/reasons";
import type { Search } from "../../router";
import { logsOf, Panel, Row } from "./panel";

const most = 6;

/** What wants a hand, then why requests were refused or failed; each leads to where it is mended. */
export function Attention({ stats, range, needs }: { stats: Schemas["RequestStats"]; range: Search; needs?: Schemas["NeedsAttention"] }) {
  const items = needs ? attentionOf(needs).slice(0, most) : [];
  const further = needs ? attentionCount(needs) - items.length : 0;
  const rows = items.map((a) => (
    <Row key={a.key} end={a.at && <Time at={a.at} />}>
      <Anchor component={Link} to={a.to} search={a.search as never} size="sm" c="var(--gatehouse-warning)" style={{ overflowWrap: "anywhere" }}>
        {a.label}
      </Anchor>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {a.detail}
      </Text>
    </Row>
  ));
  const more = further > 0 ? [<Text key="more" size="xs" c="dimmed">{`and ${whole(further)} more`}</Text>] : [];
  const refused = stats.codes.map((c) => (
    <Row key={c.key} end={whole(c.count)}>
      <Anchor component={Link} size="sm" c="inherit" {...logsOf({ code: c.key }, range)}>
        {sentence(reasonOf(c.key).short)}
      </Anchor>
    </Row>
  ));
  return <Panel title="Needs attention" empty="No request was refused or failed in this time, no quota is nearly used up, and no token ends soon." rows={[...rows, ...more, ...refused]} />;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
