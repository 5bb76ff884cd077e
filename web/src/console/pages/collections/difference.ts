import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Collection, Endpoint, Schemas } from "@shared/api/types";
import type { ChangedField } from "../../parts/changes";

export type Revision = Schemas["Revision"];
type Definition = Pick<Collection, "title" | "description" | "base_path" | "upstream" | "cors" | "validate_requests" | "max_body_bytes" | "endpoints">;

const plain = ["title", "description", "base_path", "validate_requests", "max_body_bytes"] as const;
const ofUpstream = ["targets", "keep_base_path", "connect_timeout", "header_timeout", "idle_timeout"] as const;
const ofEndpoint = ["method", "path", "upstream_path", "summary", "description", "parameters", "request_body", "responses", "websocket", "example"] as const;

/**
 * The draft against a revision. That the upstream's credential differs only the
 * server can tell, by fingerprints: its value is never sent here.
 */
export function useDifference(revision: Revision | undefined, draft: Collection): ChangedField[] {
  const { data } = useQuery({
    queryKey: ["diff", draft.id, draft.version, revision?.number],
    queryFn: ({ signal }) => api.get<Schemas["Comparison"]>(`/collections/${draft.id}/diff`, { revision: revision?.number }, signal),
    enabled: revision !== undefined,
  });
  if (!revision) return [];
  const credential = data?.changes.filter((c) => c.path.startsWith("/upstream/credential")) ?? [];
  return [...difference(revision, draft), ...credential.map(({ path, before, after }) => ({ path, before, after }))];
}

/** The same differences, told from the other side. */
export function backwards(changes: ChangedField[]): ChangedField[] {
  return changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
}

/** Every field but the credential in which two definitions of a collection differ. Endpoints are the same when their ids are. */
export function difference(before: Definition, after: Definition): ChangedField[] {
  return [
    ...plain.map((k) => field(k, before[k], after[k])),
    ...ofUpstream.map((k) => field(`upstream/${k}`, before.upstream[k], after.upstream[k])),
    field("cors/origins", before.cors.origins, after.cors.origins),
    ...endpoints(before.endpoints, after.endpoints),
  ].filter((c) => !same(c.before, c.after));
}

function endpoints(before: Endpoint[], after: Endpoint[]): ChangedField[] {
  const was = new Map(before.map((e) => [e.id, e]));
  const is = new Set(after.map((e) => e.id));
  const kept = after.flatMap((e) => {
    const old = was.get(e.id);
    if (!old) return [field(`endpoints/${named(e)}`, null, e.summary || "new endpoint")];
    return ofEndpoint.map((k) => field(`endpoints/${named(old)}/${k}`, old[k], e[k]));
  });
  const gone = before.filter((e) => !is.has(e.id)).map((e) => field(`endpoints/${named(e)}`, e.summary || "endpoint", null));
  return [...kept, ...gone];
}

/** Endpoints that partners can call now and could not after. */
export function taken(before: Definition, after: Definition): string[] {
  const is = new Set(after.endpoints.map((e) => named(e)));
  return before.endpoints.map(named).filter((n) => before.base_path !== after.base_path || !is.has(n));
}

function named(e: Pick<Endpoint, "method" | "path">): string {
  return `${e.method} ${e.path}`;
}

function field(path: string, before: unknown, after: unknown): ChangedField {
  return { path: `/${path}`, before, after };
}

/** JSON objects are the same in whatever order their members stand. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a ?? null)) === JSON.stringify(ordered(b ?? null));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, ordered(v)]));
}
