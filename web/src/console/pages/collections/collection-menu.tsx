import { Menu, Text } from "@mantine/core";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Collection } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { Confirm } from "../../parts/confirm";
import { callsText, few, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { useDelete } from "../../parts/use-delete";

/** Import again, unpublish and delete; what is published must be unpublished first. */
export function CollectionMenu({ collection, onImport }: { collection: Collection; onImport: () => void }) {
  const [open, setOpen] = useState<"unpublish" | "delete">();
  const close = () => setOpen(undefined);
  const published = collection.status === "published";
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item onClick={onImport}>Import a newer document…</Menu.Item>
        {published && <Menu.Item onClick={() => setOpen("unpublish")}>Unpublish…</Menu.Item>}
        <Menu.Item color="red" disabled={published} onClick={() => setOpen("delete")}>
          Delete…
          {published && (
            <Text size="xs" c="dimmed">
              Unpublish it first
            </Text>
          )}
        </Menu.Item>
      </MoreMenu>
      {open === "unpublish" && <Unpublish collection={collection} onClose={close} />}
      <Delete collection={collection} opened={open === "delete"} onClose={close} />
    </>
  );
}

function Unpublish({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const path = `/collections/${collection.id}`;
  const impact = useImpact(path, true);
  return (
    <Confirm
      title={`Unpublish ${collection.name}?`}
      action="Unpublish"
      run={() => api.post(`${path}/unpublish`, undefined, { ifMatch: collection.version })}
      done={`${collection.name} is not published any more`}
      onClose={onClose}
    >
      From the next request on, every call under {collection.base_path} is refused. {impact && `${few(impact.clients, "client")} ${impact.clients === 1 ? "has" : "have"} access. ${callsText(impact)}`} Draft, revisions and access stay, so it can be published again.
    </Confirm>
  );
}

function Delete({ collection, opened, onClose }: { collection: Collection; opened: boolean; onClose: () => void }) {
  const path = `/collections/${collection.id}`;
  const remove = useDelete(path, "/collections", `Collection ${collection.name} deleted`);
  const impact = useImpact(path, opened);
  return (
    <ConfirmDelete
      what="collection"
      name={collection.name}
      opened={opened}
      onClose={onClose}
      onDelete={() => remove()}
      impact={`Deleted with it: ${collection.endpoints.length} ${collection.endpoints.length === 1 ? "endpoint" : "endpoints"}, every revision and ${impact ? `the access of ${few(impact.clients, "client")}; ${few(impact.portal_users, "person", "people")} no longer ${impact.portal_users === 1 ? "sees" : "see"} it in the portal` : "the access of its clients"}. The request log keeps its calls. This cannot be undone.`}
    />
  );
}
