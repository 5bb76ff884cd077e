import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { mayRead, useMe } from "../../session";

interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

export interface Bucket {
  from: string;
  total: number;
  statuses: Record<"1xx" | "2xx" | "3xx" | "4xx" | "5xx" | "other", number>;
}

/** Figures over the request log, as the server counts them. */
export interface RequestStats {
  from: string;
  to: string;
  total: number;
  latency_ms: Percentiles;
  gateway_latency_ms: Percentiles;
  histogram: Bucket[];
  clients: { key: string; name: string | null; count: number }[];
  codes: { key: string; name: string | null; count: number }[];
  endpoints: { key: string; name: string | null; count: number }[];
}

export function useRequestStats(parameters: Record<string, string | number>, refetchInterval?: number) {
  const { role } = useMe();
  return useQuery({
    queryKey: ["request-stats", parameters],
    queryFn: ({ signal }) => api.get<RequestStats>("/request-logs/stats", parameters, signal),
    placeholderData: keepPreviousData,
    enabled: mayRead(role, "request_logs"),
    refetchInterval,
  });
}
