import { AppShell, Box, Burger, Button, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRocket } from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { mayRead, useMe, useWhyNot } from "../session";
import { ColorScheme } from "@shared/ui/color-scheme";
import { Bell } from "./bell";
import { Keys } from "./keys";
import { Logo } from "./logo";
import { bottom, type Place, sections } from "./navigation";
import { PaletteButton } from "./palette-button";
import { PortalLink } from "./portal-link";
import { UserMenu } from "./user-menu";

/** Header, sidebar and the page between them. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell header={{ height: 52 }} navbar={{ width: { base: 236, sm: 60, md: 236 }, breakpoint: "sm", collapsed: { mobile: !opened } }}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? "Close navigation" : "Open navigation"} />
            <Logo />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <PaletteButton />
            <Bell />
            <ColorScheme />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p={{ base: "sm", sm: 8, md: "sm" }} aria-label="Main" className="sidebar">
        <Sidebar onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Outlet />
      </AppShell.Main>
      <Keys />
    </AppShell>
  );
}

function Sidebar({ onNavigate }: { onNavigate: () => void }) {
  const { role } = useMe();
  const whyNot = useWhyNot("partners");
  const visible = (places: Place[]) => places.filter((p) => mayRead(role, p.area));
  return (
    <>
      {!whyNot && (
        <Button component={Link} to="/onboard" leftSection={<IconRocket size={16} />} mb="sm" onClick={onNavigate} title="Onboard a partner">
          <span className="sidebar-label">Onboard a partner</span>
        </Button>
      )}
      <AppShell.Section grow component={ScrollArea}>
        {sections.map((section) => {
          const places = visible(section.places);
          return places.length === 0 ? null : (
            <Box key={section.places[0]!.to} mb="sm">
              {section.label && (
                <Text size="xs" fw={600} c="dimmed" px="sm" pb={4} className="sidebar-label">
                  {section.label}
                </Text>
              )}
              {places.map((place) => (
                <PlaceLink key={place.to} place={place} onNavigate={onNavigate} />
              ))}
            </Box>
          );
        })}
      </AppShell.Section>
      <AppShell.Section>
        <PortalLink />
        {visible(bottom).map((place) => (
          <PlaceLink key={place.to} place={place} onNavigate={onNavigate} />
        ))}
      </AppShell.Section>
    </>
  );
}

function PlaceLink({ place, onNavigate }: { place: Place; onNavigate: () => void }) {
  const { pathname } = useLocation();
  const active = place.to === "/" ? pathname === "/" : pathname.startsWith(place.to);
  const Icon = place.icon;
  return (
    <NavLink
      component={Link}
      to={place.to}
      label={<span className="sidebar-label">{place.label}</span>}
      title={place.label}
      active={active}
      aria-current={active ? "page" : undefined}
      leftSection={<Icon size={17} stroke={1.6} />}
      onClick={onNavigate}
      style={{ borderRadius: 8 }}
      py={7}
    />
  );
}
