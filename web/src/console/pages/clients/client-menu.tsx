import { Menu } from "@mantine/core";
import { useState } from "react";
import type { Client } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { DisableInstead } from "../../parts/disable-instead";
import { callsText, few, type Impact, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { useSetStatus } from "../../parts/set-status";
import { useDelete } from "../../parts/use-delete";

/** Enable or disable, and delete. */
export function ClientMenu({ client }: { client: Client }) {
  const [deleting, setDeleting] = useState(false);
  const status = useSetStatus(`/clients/${client.id}`, client);
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item onClick={() => status.mutate()}>{client.status === "enabled" ? "Disable" : "Enable"}</Menu.Item>
        <Menu.Item color="red" onClick={() => setDeleting(true)}>
          Delete…
        </Menu.Item>
      </MoreMenu>
      <DeleteClient client={client} opened={deleting} onClose={() => setDeleting(false)} onDisable={() => status.mutate()} />
    </>
  );
}

function DeleteClient({ client, opened, onClose, onDisable }: { client: Client; opened: boolean; onClose: () => void; onDisable: () => void }) {
  const path = `/clients/${client.id}`;
  const remove = useDelete(path, "/clients", `Client ${client.name} deleted`);
  const impact = useImpact(path, opened);
  return (
    <ConfirmDelete
      what="client"
      name={client.name}
      opened={opened}
      onClose={onClose}
      onDelete={() => remove()}
      impact={
        <>
          Every call with this Client ID is refused from now on. {impact && callsText(impact)} {impact && `Deleted with it: ${lost(impact)}.`} This cannot be undone.
        </>
      }
      instead={
        client.status === "enabled" && (
          <DisableInstead
            onDisable={() => {
              onDisable();
              onClose();
            }}
          />
        )
      }
    />
  );
}

function lost(i: Impact): string {
  return `${few(i.profiles, "profile")} with ${few(i.tokens, "token")}, access to ${few(i.collections, "collection")}, and portal access of ${few(i.portal_users, "person", "people")}`;
}
