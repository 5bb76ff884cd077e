import { Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Profile } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
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
  const profiles = useList<Profile>("/profiles", { client_id: client.id }, { enabled: opened });
  const remove = async () => {
    await api.delete(`/clients/${client.id}`);
    await navigate({ to: "/clients" });
    notifications.show({ color: "teal", message: `Client ${client.name} deleted` });
    cache.removeQueries({ queryKey: [`/clients/${client.id}`] });
    void cache.invalidateQueries();
  };
  const people = client.portal_emails.length;
  return (
    <ConfirmDelete
      what="client"
      name={client.name}
      opened={opened}
      onClose={onClose}
      onDelete={remove}
      impact={
        <>
          Every call with this Client ID is refused from now on. Deleted with it: {profiles.items.length}
          {profiles.hasNextPage ? " or more" : ""} {profiles.items.length === 1 ? "profile" : "profiles"} with all tokens, access to {client.collection_ids.length}{" "}
          {client.collection_ids.length === 1 ? "collection" : "collections"}, and portal access of {people} {people === 1 ? "person" : "people"}. This cannot be undone.
        </>
      }
      instead={
        client.status === "enabled" && (
          <div>
            <Text size="sm" mb={6}>
              Disabling refuses the same calls and can be taken back.
            </Text>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                onDisable();
                onClose();
              }}
            >
              Disable instead
            </Button>
          </div>
        )
      }
    />
  );
}
