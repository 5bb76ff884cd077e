import type { Collection } from "@shared/api/types";

/** How many endpoints of these collections the allowed methods reach, in a sentence. */
export function reach(collections: Collection[], methods: string[] | null): string {
  if (collections.length === 0) return "Without a collection they can call nothing yet.";
  const endpoints = collections.flatMap((c) => c.endpoints);
  const callable = endpoints.filter((e) => allows(methods, e.method));
  return `They will be able to call ${callable.length} of ${endpoints.length} ${endpoints.length === 1 ? "endpoint" : "endpoints"}.`;
}

function allows(methods: string[] | null, method: string): boolean {
  return methods === null || methods.includes(method) || (method === "HEAD" && methods.includes("GET"));
}
