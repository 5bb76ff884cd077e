import type { Client } from "@shared/api/types";
import { EditSheet } from "../../parts/edit-sheet";
import { clientBody, ClientFields, clientLabels, clientRules, clientValues, type ClientValues } from "./client-form";

export function EditClient({ client, ...sheet }: { client: Client; opened: boolean; onClose: () => void }) {
  return (
    <EditSheet<Client, ClientValues> title="Edit client" path={`/clients/${client.id}`} resource={client} values={clientValues} body={clientBody} validate={clientRules} labels={clientLabels} {...sheet}>
      {(form) => <ClientFields form={form} />}
    </EditSheet>
  );
}
