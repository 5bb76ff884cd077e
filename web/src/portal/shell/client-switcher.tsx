import { Menu, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconSelector } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useChooseClient, useMe } from "../session";

/** Which client the pages are about, for an address that belongs to several. */
export function ClientSwitcher() {
  const { client, clients } = useMe();
  const navigate = useNavigate();
  const choose = useChooseClient(() => void navigate({ to: "/" }));
  if (clients.length < 2) return null;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className="switcher" aria-label={`Client ${client.name}, switch`}>
          <Text size="sm" truncate maw={{ base: 90, sm: 200 }}>
            {client.name}
          </Text>
          <IconSelector size={15} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your clients</Menu.Label>
        {clients.map((c) => (
          <Menu.Item key={c.id} onClick={() => c.id !== client.id && choose.mutate(c.id)} rightSection={c.id === client.id ? <IconCheck size={15} aria-label="chosen" /> : null}>
            {c.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
