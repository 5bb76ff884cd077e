import { useState } from "react";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { ActionButton } from "../../parts/action-button";
import { Bulk, BulkStatus, counted } from "../../parts/bulk-status";
import { saveCsv } from "../../parts/csv";
import { useNames } from "../../parts/names";
import { Pick } from "../../parts/pick";
import { labelTexts } from "./labels";

/** What can be done with the ticked clients. */
export function BulkClients({ clients, onDone }: { clients: Client[]; onDone: () => void }) {
  const [attaching, setAttaching] = useState(false);
  const [policy, setPolicy] = useState<string | null>(null);
  const policies = useNames("policies");
  const collections = useNames("collections");
  const names = (ids: string[], of: Map<string, string>) => ids.map((id) => of.get(id) ?? id).join(" ");
  const save = () =>
    saveCsv(
      "clients",
      ["name", "client_id", "status", "description", "contact_email", "collections", "policies", "labels", "created_at"],
      clients.map((c) => [c.name, c.id, c.status, c.description, c.contact_email ?? "", names(c.collection_ids, collections), names(c.policy_ids, policies), labelTexts(c.labels).join(" "), c.created_at]),
    );
  return (
    <>
      <ActionButton area="partners" variant="default" onClick={() => setAttaching(true)}>
        Attach policy
      </ActionButton>
      <BulkStatus kind="clients" items={clients} onDone={onDone} onExport={save} />
      <Bulk
        opened={attaching}
        items={clients}
        onClose={() => setAttaching(false)}
        onDone={onDone}
        title={`Attach a policy to ${counted(clients.length, "clients")}`}
        body={<Pick kind="policies" label="Policy" placeholder="Choose a policy" description="Counts from the next request on, beside the policies they have." value={policy} onChange={setPolicy} data-autofocus />}
        confirm="Attach"
        done="clients have the policy"
        disabled={policy === null}
        run={(id) => attach(id, policy!)}
      />
    </>
  );
}

/** The set is replaced as a whole: it is read afresh, and the version guards it. */
async function attach(id: string, policy: string): Promise<void> {
  const { policy_ids, version } = await api.get<Client>(`/clients/${id}`);
  if (!policy_ids.includes(policy)) await api.put(`/clients/${id}/policies`, { policy_ids: [...policy_ids, policy] }, { ifMatch: version });
}
