import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconLogout, IconUser } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useMe } from "../session";
import { forgetRecents } from "./recent";

/** Who is signed in, their account, and the way out. */
export function UserMenu() {
  const { actor, role, user } = useMe();
  const name = user?.name || actor.name;
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
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${name}`}>
          <Avatar size={34} radius="xl" color="brand" name={name} variant="light" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs">{user ? `${user.email} · ${role}` : role}</Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={16} />}>
          Account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
