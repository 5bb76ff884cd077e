import { Anchor } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { Problem } from "@shared/api/client";
import { Page } from "@shared/ui/page";
import { CallView, useCall } from "./requests/call-view";

/** One call on a page of its own. */
export function Request() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error } = useCall(id);
  const gone = error instanceof Problem && error.status === 404;
  return (
    <Page
      title={data ? `${data.method} ${data.path}` : gone ? "There is no such request" : "Request"}
      description={gone ? "It was not one of yours, or is older than the log." : undefined}
      above={
        <Anchor component={Link} to="/requests" size="sm">
          Requests
        </Anchor>
      }
    >
      {!gone && <CallView id={id} />}
    </Page>
  );
}
