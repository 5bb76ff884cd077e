import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";

export type Impact = Schemas["Impact"];

/** What hangs on a resource, counted by the server when the question comes up. */
export function useImpact(path: string, asked: boolean): Impact | undefined {
  const { data } = useQuery({ queryKey: ["impact", path], queryFn: ({ signal }) => api.get<Impact>(`${path}/impact`, undefined, signal), enabled: asked, staleTime: 0 });
  return data;
}

/** "1 profile", "3 profiles" */
export function few(n: number, one: string, many = `${one}s`): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}

/** How many calls worked yesterday and would not tomorrow. */
export function callsText(impact: Impact): string {
  return impact.calls_24h === 0 ? "No call of the last 24 hours was answered through it." : `${few(impact.calls_24h, "call")} of the last 24 hours went through it and would now fail.`;
}
