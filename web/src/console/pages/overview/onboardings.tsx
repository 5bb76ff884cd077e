import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Page, RequestLog, Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { reasonOf } from "../../parts/reasons";
import { Panel, Row } from "./panel";

type Waiting = Schemas["WaitingClient"];
const most = 5; // of each

/** Onboardings that were begun, and new clients that have not called yet. */
export function Onboardings({ of }: { of: Schemas["OnboardingNow"] }) {
  const drafts = of.drafts.slice(0, most).map((d) => (
    <Row key={d.id} end={<Time at={d.updated_at} />}>
      <Anchor component={Link} to="/onboard" search={{ draft: d.id } as never} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {d.name || "Unnamed"}
      </Anchor>
      <Text size="xs" c="dimmed">
        draft, at {d.step}
      </Text>
    </Row>
  ));
  const waiting = of.waiting_clients.slice(0, most).map((c) => <WaitingRow key={c.id} client={c} />);
  return <Panel title="Onboarding in progress" empty="Every new partner has called." rows={[...drafts, ...waiting]} />;
}

function WaitingRow({ client }: { client: Waiting }) {
  const last = useQuery({
    queryKey: ["last-attempt", client.id],
    queryFn: ({ signal }) => api.get<Page<RequestLog>>("/request-logs", { client: client.id, source: "gateway", limit: 1 }, signal).then((p) => p.items[0] ?? null),
    refetchInterval: 30_000,
  });
  const { data } = last;
  // It has called: the server counts first calls a moment later.
  if (data && data.code === null) return null;
  return (
    <Row end={<Time at={client.created_at} />}>
      <Anchor component={Link} to={`/clients/${client.id}`} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {client.name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {data ? (
          <>
            last attempt <Time at={data.at} />: {data.code ? reasonOf(data.code).short : data.status}
          </>
        ) : (
          "waiting for the first call"
        )}
      </Text>
    </Row>
  );
}
