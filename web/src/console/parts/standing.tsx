import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Profile, Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { useSettled } from "@shared/ui/settled";
import { Time } from "@shared/ui/time";
import { useCalls } from "./calls";
import { gathered } from "./gathered";

interface Standings {
  clients: Schemas["ClientStanding"];
  profiles: Schemas["ProfileStanding"];
  policies: Schemas["Reach"];
  collections: Schemas["Reach"];
}

const standings = <K extends keyof Standings>(kind: K) => gathered(async (ids) => (await api.get<{ items: Standings[K][] }>(`/standing/${kind}`, { ids: ids.join(",") })).items);
const standingOf: { [K in keyof Standings]: (id: string) => Promise<Standings[K]> } = {
  clients: standings("clients"),
  profiles: standings("profiles"),
  policies: standings("policies"),
  collections: standings("collections"),
};

/** What a row's last cells say, which the list does not wait for. */
function useStanding<K extends keyof Standings>(kind: K, id: string) {
  const enabled = useSettled();
  return useQuery<Standings[K]>({ queryKey: ["standing", kind, id], queryFn: () => standingOf[kind](id), enabled });
}

const Unread = () => <span className="dimmed" data-hint="This cannot be read at the moment.">–</span>;

/** Uses of tokens are kept, about once a minute; other calls are known of for a day. */
function useCalledLately(client: string): boolean {
  const { data } = useCalls("client", client);
  return data !== undefined && data.requests > data.errors;
}

/** When a client last called. */
export function LastSeen({ client }: { client: string }) {
  const { data, error } = useStanding("clients", client);
  const lately = useCalledLately(client);
  if (!data) return error && <Unread />;
  if (!data.last_used_at && lately) return <span data-hint="When exactly is in the request logs.">last 24 h</span>;
  return <Time at={data.last_used_at} />;
}

/** When a profile was last called with a token. */
export function LastUsed({ profile }: { profile: Profile }) {
  const { data, error } = useStanding("profiles", profile.id);
  if (!data) return error && <Unread />;
  if (profile.auth.type === "none") return <span className="dimmed" data-hint="Calls without a token are in the request logs.">–</span>;
  return <Time at={data.last_used_at} />;
}

/** The token a profile is called with, as far as it is shown again. */
export function TokenPrefix({ id }: { id: string }) {
  const { data, error } = useStanding("profiles", id);
  if (!data) return error && <Unread />;
  if (!data.token_prefix) return <span className="dimmed">none</span>;
  return <code className="token-prefix">{data.token_prefix}…</code>;
}

/** How many clients a policy limits or a collection lets in. */
export function Reach({ kind, id, name }: { kind: "policies" | "collections"; id: string; name: string }) {
  const { data, error } = useStanding(kind, id);
  if (!data) return error && <Unread />;
  if (data.clients === 0) return <span className="dimmed">0</span>;
  return <Link className="quiet" to="/clients" search={{ [kind === "policies" ? "policy" : "collection"]: id } as never} aria-label={`${whole(data.clients)} ${data.clients === 1 ? "client" : "clients"} of ${name}`}>{whole(data.clients)}</Link>;
}

/** How much of a client's onboarding is done, in the order of its checklist. */
export function Onboarding({ id }: { id: string }) {
  const { data, error } = useStanding("clients", id);
  const lately = useCalledLately(id);
  if (!data) return error && <Unread />;
  const steps: [string, boolean][] = [
    ["a profile with credentials", data.credentials],
    ["a collection", data.collection],
    ["a policy", data.policy],
    ["portal access", data.portal],
    ["a first call", lately || data.last_used_at !== null],
  ];
  const open = steps.filter(([, done]) => !done).map(([step]) => step);
  if (open.length === 0) return <span className="dimmed">Complete</span>;
  const done = steps.length - open.length;
  return (
    <span className="progress" data-hint={`Still open: ${open.join(", ")}`} style={{ "--done": done / steps.length } as React.CSSProperties}>
      {done} of {steps.length}
    </span>
  );
}
