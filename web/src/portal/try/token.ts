import { queryOptions } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { TryToken } from "../api/types";

const fresh = 10 * 60_000; // of the quarter of an hour that a token lives

/** The token that Send sends and the page shows. Another session needs another one. */
export function tryToken(session: string, profile: string) {
  return queryOptions({ queryKey: ["try-token", session, profile], queryFn: () => api.post<TryToken>("/try/token", { profile }), staleTime: fresh, gcTime: fresh });
}

/** A typed token as it is sent; people paste the word before it too. */
export function tokenOf(typed: string): string {
  return typed.trim().replace(/^bearer\s+/i, "");
}
