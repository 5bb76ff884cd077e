import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";

export type Me = Schemas["Me"];
export type Role = Me["role"];
export type Area = "partners" | "request_logs" | "audit_logs" | "system";

// The role table of the server, to decide what is shown; the server decides
// what is allowed.
const reads: Record<Role, Area[]> = {
  admin: ["partners", "request_logs", "audit_logs", "system"],
  editor: ["partners", "request_logs", "audit_logs"],
  viewer: ["partners", "request_logs"],
  auditor: ["request_logs", "audit_logs"],
};
const writes: Record<Role, Area[]> = { admin: ["partners", "system"], editor: ["partners"], viewer: [], auditor: [] };

export const meQuery = { queryKey: ["me"], queryFn: () => api.get<Me>("/me"), staleTime: 60_000 } as const;

/** Who is signed in. Only used below the session gate, where it is known. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe outside of the session gate");
  return data;
}

export function mayRead(role: Role, area: Area): boolean {
  return reads[role].includes(area);
}

/** Why an action is disabled for this role, or undefined when it is not. */
export function useWhyNot(area: Area): string | undefined {
  const { role } = useMe();
  if (writes[role].includes(area)) return undefined;
  return area === "system" ? "Only an admin can do this." : `Your role is ${role}. An admin or editor can do this.`;
}
