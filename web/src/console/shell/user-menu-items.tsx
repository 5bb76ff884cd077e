import { Menu, Text } from "@mantine/core";
import { IconLogout, IconUser } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { api } from "@shared/api/client";
import { useMe } from "../session";
import { OpenMenu } from "./open-menu";
import { forgetRecents } from "./recent";

export function UserMenuItems({ button }: { button: ReactElement }) {
  const { actor, role, user } = useMe();
  const signOut = useMutation({
    mutationFn: () => api.delete("/sessions/current"),
    onSuccess: () => {
      forgetRecents();
      sessionStorage.clear();
      // What was read goes with the page; emptied before, it would be missed.
      window.location.assign(new URL("login", document.baseURI));
    },
  });
  return (
    <OpenMenu button={button} width={220}>
      <Menu.Label>
        <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
          {user?.name || actor.name}
        </Text>
        <Text size="xs">{user ? `${user.email} · ${role}` : role}</Text>
      </Menu.Label>
      <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>
        Account
      </Menu.Item>
      <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
        Sign out
      </Menu.Item>
    </OpenMenu>
  );
}
