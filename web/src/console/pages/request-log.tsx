import { Anchor, Paper } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { RequestDetail } from "./request-logs/detail";
import { useRequestLog } from "./request-logs/one";

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
