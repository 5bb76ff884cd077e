import { Stack } from "@mantine/core";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { clientBody, ClientFields, clientLabels, clientRules, clientValues, type ClientValues } from "./client-form";

export function EditClient({ client, opened, onClose }: { client: Client; opened: boolean; onClose: () => void }) {
  return (
    <SideSheet title="Edit client" opened={opened} onClose={onClose}>
      <Body client={client} onClose={onClose} />
    </SideSheet>
  );
}

function Body({ client, onClose }: { client: Client; onClose: () => void }) {
  const path = `/clients/${client.id}`;
  const { form, submit, saving, dirty, notices } = useEdit<Client, ClientValues>({
    path,
    resource: client,
    values: clientValues,
    validate: clientRules,
    labels: clientLabels,
    save: (values, ifMatch) => api.patch<Client>(path, clientBody(values), { ifMatch }),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack>
        {notices}
        <ClientFields form={form} />
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}
