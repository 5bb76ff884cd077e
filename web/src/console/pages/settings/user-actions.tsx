import { Menu, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { FormFoot } from "../../parts/form-foot";
import { MoreMenu } from "../../parts/more-menu";
import { useSetStatus } from "../../parts/set-status";
import { useEdit } from "../../parts/use-edit";
import { InvitationLink } from "./invitation-link";
import { roles } from "./roles";
import type { User } from "./users";

/** Edit, invite, disable and delete one user. */
export function UserActions({ user }: { user: User }) {
  const cache = useQueryClient();
  const [open, setOpen] = useState<"edit" | "delete">();
  const status = useSetStatus(`/users/${user.id}`, { status: user.status, name: user.email });
  const invite = useMutation({
    mutationFn: () => api.post<Schemas["Invitation"]>(`/users/${user.id}/invitation`),
    onSuccess: () => void cache.invalidateQueries({ queryKey: ["list", "/users"] }),
    onError: (error) => notifications.show({ color: "red", title: "Not invited", message: error.message }),
  });
  const close = () => setOpen(undefined);
  return (
    <>
      <MoreMenu area="system">
        <Menu.Item onClick={() => setOpen("edit")}>Edit…</Menu.Item>
        {!user.has_password && !user.single_sign_on && user.status === "enabled" && <Menu.Item onClick={() => invite.mutate()}>Invite again</Menu.Item>}
        <Menu.Item onClick={() => status.mutate()}>{user.status === "enabled" ? "Disable" : "Enable"}</Menu.Item>
        <Menu.Item color="red" onClick={() => setOpen("delete")}>
          Delete…
        </Menu.Item>
      </MoreMenu>
      <Modal opened={open === "edit"} onClose={close} title="Edit user">
        <EditUser user={user} onClose={close} />
      </Modal>
      <Modal opened={invite.data !== undefined} onClose={() => invite.reset()} title="Invitation">
        {invite.data && <InvitationLink email={user.email} invitation={invite.data} />}
      </Modal>
      <ConfirmDelete
        what="user"
        name={user.email}
        opened={open === "delete"}
        onClose={close}
        impact="Their sessions end at once and they cannot sign in again. What they did stays in the audit log."
        onDelete={async () => {
          await api.delete(`/users/${user.id}`);
          close();
          notifications.show({ color: "teal", message: `User ${user.email} deleted` });
          void cache.invalidateQueries();
        }}
      />
    </>
  );
}

function EditUser({ user, onClose }: { user: User; onClose: () => void }) {
  const { form, submit, saving, notices } = useEdit<User, { email: string; name: string; role: string }>({
    path: `/users/${user.id}`,
    resource: user,
    values: (u) => ({ email: u.email, name: u.name, role: u.role }),
    labels: { email: "Email", name: "Name", role: "Role" },
    save: (values, ifMatch) => api.patch<User>(`/users/${user.id}`, values, { ifMatch }),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {notices}
        <TextInput label="Email" type="email" required autoComplete="off" {...form.getInputProps("email")} />
        <TextInput label="Name" autoComplete="off" {...form.getInputProps("name")} />
        <Select label="Role" data={roles} allowDeselect={false} {...form.getInputProps("role")} />
        <Text size="xs" c="dimmed">
          The last enabled admin can be neither demoted nor disabled.
        </Text>
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}
