import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { DisableInstead } from "../../parts/disable-instead";
import { callsText, few, type Impact, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { useSetStatus } from "../../parts/set-status";

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
  const navigate = useNavigate();
  const cache = useQueryClient();
  const impact = useImpact(`/clients/${client.id}`, opened);
  const remove = async () => {
    await api.delete(`/clients/${client.id}`);
    await navigate({ to: "/clients" });
    notifications.show({ color: "teal", message: `Client ${client.name} deleted` });
    cache.removeQueries({ queryKey: [`/clients/${client.id}`] });
    void cache.invalidateQueries();
  };
  return (
    <ConfirmDelete
      what="client"
      name={client.name}
      opened={opened}
      onClose={onClose}
      onDelete={remove}
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
