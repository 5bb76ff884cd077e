import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { RequestLog } from "@shared/api/types";

/** One request by its id. It never changes. */
export function useRequestLog(id: string | undefined) {
  return useQuery({
    queryKey: ["request-log", id],
    queryFn: ({ signal }) => api.get<RequestLog>(`/request-logs/${encodeURIComponent(id!)}`, undefined, signal),
    enabled: Boolean(id),
    staleTime: Infinity,
  });
}
