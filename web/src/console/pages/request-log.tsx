import { Anchor, Paper } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { RequestLog } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { RequestDetail } from "./request-logs/detail";

export function useRequestLog(id: string | undefined) {
  return useQuery({
    queryKey: ["request-log", id],
    queryFn: ({ signal }) => api.get<RequestLog>(`/request-logs/${encodeURIComponent(id!)}`, undefined, signal),
    enabled: Boolean(id),
    staleTime: Infinity,
  });
}

/** One request on a page of its own, to be linked to. */
export function RequestLogPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useRequestLog(id);
  return (
    <Page
      title={data ? `${data.method} ${data.path.length > 80 ? `${data.path.slice(0, 80)}…` : data.path}` : "Request"}
      above={
        <Anchor component={Link} to="/logs/requests" size="sm">
          Request Logs
        </Anchor>
      }
    >
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data ? (
        <Paper withBorder p="lg" maw={900}>
          <RequestDetail log={data} alone />
        </Paper>
      ) : (
        <Loading />
      )}
    </Page>
  );
}
