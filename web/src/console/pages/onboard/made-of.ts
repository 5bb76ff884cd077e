import { api } from "@shared/api/client";
import type { AuditEvent, Page } from "@shared/api/types";

/**
 * The client that Create made of a draft, if it did: both are one transaction,
 * so their events in the audit log share a correlation id. This finds the
 * result when the browser was closed before the answer came.
 */
export async function madeOf(draft: string): Promise<string | null> {
  const ended = await api.get<Page<AuditEvent>>("/audit-logs", { resource_id: draft, action: "onboarding_draft.deleted", limit: 1 });
  const end = ended.items[0];
  if (!end) return null;
  const made = await api.get<Page<AuditEvent>>("/audit-logs", { action: "client.created", from: around(end.at, -1), to: around(end.at, 1), limit: 200 });
  return made.items.find((event) => event.correlation_id === end.correlation_id)?.resource.id ?? null;
}

function around(at: string, seconds: number): string {
  return new Date(Date.parse(at) + seconds * 1_000).toISOString();
}
