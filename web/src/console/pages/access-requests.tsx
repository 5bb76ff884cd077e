import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useList } from "@shared/api/list";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { mayRead, useMe } from "../session";
import { type AccessRequest, RequestTable } from "./access-requests/request-table";

/** Whoever is authorized nowhere and would like to be. */
export function AccessRequests() {
  const { role } = useMe();
  const list = useList<AccessRequest>("/access-requests");
  return (
    <Page title="Access requests" description="People without access who asked for it on the developer portal’s sign-in page.">
      <RequestTable
        list={list}
        empty={
          <Empty title="Nobody asks for access">
            People may ask while <i>Access requests</i> are on in{" "}
            {mayRead(role, "system") ? (
              <Anchor component={Link} to="/settings/general" inherit underline="always">
                Settings
              </Anchor>
            ) : (
              "Settings, which an admin can change"
            )}
            .
          </Empty>
        }
      />
    </Page>
  );
}
