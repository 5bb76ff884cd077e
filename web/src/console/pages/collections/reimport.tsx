import { useMutation, useQueryClient } from "@tanstack/react-query";
import { notifications } from "@mantine/notifications";
import { api } from "@shared/api/client";
import type { Collection, Schemas } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { DocumentSource, type Source } from "./document-source";
import { Merge } from "./merge";

/** A newer document of a collection: what it would do to the draft, then done. Partners notice once the draft is published. */
export function Reimport({ collection, opened, onClose }: { collection: Collection; opened: boolean; onClose: () => void }) {
  return (
    <SideSheet title={`Import a newer document into ${collection.name}`} opened={opened} onClose={onClose} size={720}>
      <Steps collection={collection} onClose={onClose} />
    </SideSheet>
  );
}

interface Asked {
  source: Source;
  take: string[];
}

function Steps({ collection, onClose }: { collection: Collection; onClose: () => void }) {
  const cache = useQueryClient();
  const path = `/collections/${collection.id}/import`;
  const kept = `gatehouse-unsaved-import-${collection.id}`;
  const body = ({ source, take }: Asked) => ({ ...source, take });
  const preview = useMutation({ mutationFn: (asked: Asked) => api.post<Schemas["Merge"]>(path, body(asked), { query: { preview: true } }) });
  // What was looked at is what is applied: the version is that of the preview.
  const apply = useMutation({
    mutationFn: (asked: Asked) => api.post<Schemas["Merge"]>(path, body(asked), { ifMatch: preview.data!.collection.version }),
    onSuccess: () => {
      sessionStorage.removeItem(kept);
      notifications.show({ color: "teal", message: `The draft of ${collection.name} follows the newer document` });
      void cache.invalidateQueries();
      onClose();
    },
  });
  if (preview.data && preview.variables) {
    const { source } = preview.variables;
    const back = () => {
      preview.reset();
      apply.reset();
    };
    return <Merge merge={preview.data} error={apply.error} busy={apply.isPending} onApply={(take) => apply.mutate({ source, take })} onBack={back} />;
  }
  return <DocumentSource kept={kept} hint="What was set by hand stays; nothing changes before you have seen what would." error={preview.error} busy={preview.isPending} onSource={(source) => preview.mutate({ source, take: [] })} onCancel={onClose} />;
}
