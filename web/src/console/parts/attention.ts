import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";

/** Something that somebody should look at, and where it is mended. */
export interface Attention {
  key: string;
  to: string;
  search?: Record<string, string>;
  label: string;
  detail: string;
  at?: string;
}


/** What needs attention, the most urgent kind first. */
export function attentionOf(needs: Schemas["NeedsAttention"]): Attention[] {
  return [
    ...needs.refusing_collections.map((c) => ({ key: `refusing ${c.collection}`, to: `/collections/${c.collection}`, label: `${c.collection} cannot be served`, detail: c.reason })),
    ...needs.failing_upstreams.map((u) => ({
      key: `failing ${u.collection}`,
      to: "/logs/requests",
      search: { q: `collection:${u.collection} status:5xx`, range: "15m" },
      label: `The upstream of ${u.collection} fails`,
      detail: `${whole(u.failed)} of ${whole(u.requests)} requests in 15 minutes`,
    })),
    ...needs.access_requests.map((r) => ({ key: r.id, to: "/access-requests", label: `${r.name || r.email} asks for portal access`, detail: [r.company, r.email].filter(Boolean).join(", "), at: r.created_at })),
    ...needs.spent_quotas.map((q) => ({
      key: `quota ${q.policy_id} ${q.client_id} ${q.profile_id ?? ""}`,
      to: `/clients/${q.client_id}/policies`,
      label: `${q.client_name} has used ${Math.floor((100 * q.used) / q.limit)} % of its quota`,
      detail: `${q.policy_name}: ${whole(q.used)} of ${whole(q.limit)}, resets`,
      at: q.resets_at,
    })),
    ...needs.expiring_tokens.map((t) => ({ key: t.token_id, to: `/profiles/${t.profile_id}`, label: `Token of ${t.profile_name} ends`, detail: `${t.client_name}, ${t.prefix}…, ends`, at: t.expires_at })),
  ];
}

/** How many there are, those beyond the listed ones too. */
export function attentionCount(needs: Schemas["NeedsAttention"]): number {
  return needs.refusing_collections.length + needs.failing_upstreams.length + needs.access_request_count + needs.spent_quota_count + needs.expiring_token_count;
}
