import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { formErrors } from "@shared/ui/form-errors";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { useUnsaved } from "../../parts/unsaved";
import { nameRule } from "../../parts/rules";

interface Values {
  name: string;
  description: string;
  contact_email: string;
  status: string;
}

const blank: Values = { name: "", description: "", contact_email: "", status: "enabled" };

/** Step 1 of the recipe: Name, Description, Status, Save; then the Client ID to copy. */
export function NewClient({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const cache = useQueryClient();
  const form = useForm<Values>({ initialValues: blank, validate: { name: nameRule }, validateInputOnBlur: true });
  const draft = useUnsaved("new-client", form, opened);
  const key = useRef(crypto.randomUUID());
  const create = useMutation({
    mutationFn: (values: Values) => api.post<Client>("/clients", { ...values, contact_email: values.contact_email || undefined }, { idempotencyKey: key.current }),
    onSuccess: (client) => {
      draft.forget();
      form.reset();
      void cache.invalidateQueries({ queryKey: ["list", "/clients"] });
      notifications.show({ color: "teal", message: `Client ${client.name} created` });
      void navigate({ to: `/clients/${client.id}`, search: { created: "1" } as never });
    },
    onError: (error) => form.setErrors(formErrors(error)),
    // The next attempt is another request unless this one got no answer.
    onSettled: (_, error) => {
      if (!error || !("offline" in error && error.offline)) key.current = crypto.randomUUID();
    },
  });
  return (
    <SideSheet title="New client" opened={opened} onClose={onClose}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          {create.error && Object.keys(formErrors(create.error)).length === 0 && <Failure error={create.error} />}
          <TextInput label="Name" required data-autofocus placeholder="partner-acme-corp" description="2 to 63 of a-z, 0-9 and hyphen. Unique." {...form.getInputProps("name")} />
          <Textarea label="Description" placeholder="Acme Corp logistics integration" autosize minRows={2} {...form.getInputProps("description")} />
          <TextInput label="Contact email" type="email" placeholder="dev@acme.example" description="For people to write to. Gives no access." {...form.getInputProps("contact_email")} />
          <div>
            <Text size="sm" fw={500} id="status-label" mb={4}>
              Status
            </Text>
            <SegmentedControl
              aria-labelledby="status-label"
              data={[
                { value: "enabled", label: "Enabled" },
                { value: "disabled", label: "Disabled" },
              ]}
              {...form.getInputProps("status")}
            />
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </SideSheet>
  );
}
