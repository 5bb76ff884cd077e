import { Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import type { Client } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { FormFoot } from "../../parts/form-foot";
import { useUnsaved } from "../../parts/unsaved";
import { useCreate } from "../../parts/use-create";
import { blankClient, clientBody, ClientFields, clientRules, type ClientValues } from "./client-form";

/** Step 1 of the recipe: Name, Description, Status, Save; then the Client ID to copy. */
export function NewClient({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const form = useForm<ClientValues>({ initialValues: blankClient, validate: clientRules, validateInputOnBlur: true });
  const draft = useUnsaved("new-client", form, opened);
  const { create, busy, unbound } = useCreate<Client, ClientValues>("/clients", form, clientBody, (client) => {
    draft.forget();
    form.reset();
    void navigate({ to: `/clients/${client.id}/overview`, search: { created: "1" } as never });
  });
  return (
    <SideSheet title="New client" opened={opened} onClose={onClose}>
      <form onSubmit={form.onSubmit(create)} noValidate>
        <Stack>
          {unbound && <Failure error={unbound} />}
          <ClientFields form={form} />
          <FormFoot onCancel={onClose} busy={busy} />
        </Stack>
      </form>
    </SideSheet>
  );
}
