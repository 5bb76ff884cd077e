import { useMutation } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { DocumentSource, type Source } from "./document-source";
import { ImportChoice } from "./import-choice";

export type Preview = Schemas["ImportPreview"];

const kept = "gatehouse-unsaved-import";

/** An OpenAPI document; then what it holds, to choose from. */
export function ImportForm({ onClose }: { onClose: () => void }) {
  const preview = useMutation({ mutationFn: (source: Source) => api.post<Preview>("/collections/import", source, { query: { preview: true } }) });
  if (preview.data && preview.variables) {
    const created = () => {
      sessionStorage.removeItem(kept);
      onClose();
    };
    return <ImportChoice source={preview.variables} preview={preview.data} onBack={preview.reset} onCreated={created} />;
  }
  return <DocumentSource kept={kept} hint="Nothing is created yet." error={preview.error} busy={preview.isPending} onSource={preview.mutate} onCancel={onClose} />;
}
