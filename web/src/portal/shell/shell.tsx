import { AppShell, Burger, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { ColorScheme } from "@shared/ui/color-scheme";
import { useMe } from "../session";
import { Brand } from "./brand-mark";
import { ClientSwitcher } from "./client-switcher";
import { Search } from "./search";
import { Sidebar } from "./sidebar";
import { UserMenu } from "./user-menu";

/** Header, sidebar and the page between them. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const { client } = useMe();
  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 250, breakpoint: "sm", collapsed: { mobile: !opened } }}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? "Close navigation" : "Open navigation"} />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ClientSwitcher />
            <Search />
            <ColorScheme />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Main">
        <Sidebar onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        {/* Pages of another client begin anew. */}
        <Outlet key={client.id} />
      </AppShell.Main>
    </AppShell>
  );
}
