import { Link } from "@tanstack/react-router";
import type { Collection } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { useAttention } from "../../shell/bell";

/** How a collection's upstream answered its newest calls. */
export function Upstream({ of }: { of: Collection }) {
  const overview = useAttention();
  if (!overview || of.published_revision === null) return null;
  const failing = overview.needs_attention.failing_upstreams.find((u) => u.collection === of.name);
  if (!failing) return <span className="dimmed" data-hint="No call failed at the upstream in the last 15 minutes.">OK</span>;
  return (
    <Link className="quiet grave" to="/logs/requests" search={{ q: `collection:${of.name} status:5xx`, range: "15m" } as never} data-hint={`${whole(failing.failed)} of ${whole(failing.requests)} calls in the last 15 minutes`}>
      Failing
    </Link>
  );
}
