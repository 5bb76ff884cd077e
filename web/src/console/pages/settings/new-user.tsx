import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import type { Schemas } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { FormFoot } from "../../parts/form-foot";
import { emailRule } from "../../parts/rules";
import { useUnsaved } from "../../parts/unsaved";
import { useCreate } from "../../parts/use-create";
import { InvitationLink } from "./invitation-link";
import { roles } from "./roles";

type Created = Schemas["CreatedUser"];
const blank = { email: "", name: "", role: "editor" };

/** Creates a user, who is invited to choose a password. */
export function NewUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<Created>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <SideSheet title={created ? "User created" : "New user"} opened={opened} onClose={close}>
      {created ? (
        <Stack>
          {created.invitation && <InvitationLink email={created.email} invitation={created.invitation} />}
          <Group>
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <Form opened={opened} onClose={close} onCreated={setCreated} />
      )}
    </SideSheet>
  );
}

function Form({ opened, onClose, onCreated }: { opened: boolean; onClose: () => void; onCreated: (u: Created) => void }) {
  const form = useForm({ initialValues: blank, validate: { email: emailRule }, validateInputOnBlur: true });
  const draft = useUnsaved("new-user", form, opened);
  const { create, busy, unbound } = useCreate<Created, typeof blank>("/users", form, (v) => ({ ...v, name: v.name || undefined }), (user) => {
    draft.forget();
    onCreated(user);
  });
  return (
    <form onSubmit={form.onSubmit(create)} noValidate>
      <Stack>
        {unbound && <Failure error={unbound} />}
        <TextInput label="Email" type="email" required data-autofocus placeholder="dana@example.com" description="What they sign in with." autoComplete="off" {...form.getInputProps("email")} />
        <TextInput label="Name" placeholder="Dana Kim" autoComplete="off" {...form.getInputProps("name")} />
        <Select label="Role" data={roles} allowDeselect={false} {...form.getInputProps("role")} />
        <Text size="sm" c="dimmed">
          An invitation with a one-time link goes to the Outbox. You see the link once, too.
        </Text>
        <FormFoot onCancel={onClose} busy={busy} />
      </Stack>
    </form>
  );
}
