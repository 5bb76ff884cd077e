import { AppShell, Box, NavLink, ScrollArea, Text } from "@mantine/core";
import { IconActivity, IconChartBar, IconHome, IconKey, IconStack2 } from "@tabler/icons-react";
import { Link, useLocation, useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useOptions } from "../brand";
import { useCollections } from "../parts/collections";
import { OperationLinks } from "./operation-links";

const places = [
  { label: "Home", to: "/", icon: IconHome },
  { label: "Requests", to: "/requests", icon: IconActivity },
  { label: "Usage", to: "/usage", icon: IconChartBar },
  { label: "Credentials", to: "/credentials", icon: IconKey },
];

/** The pages, the assigned collections, and the operations of the one in view. */
export function Sidebar({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  const { collection } = useParams({ strict: false }) as { collection?: string };
  const collections = useCollections();
  return (
    <>
      <AppShell.Section grow component={ScrollArea} type="auto">
        <Box mb="sm">
          {places.map((p) => (
            <Place key={p.to} {...p} active={p.to === "/" ? pathname === "/" : pathname.startsWith(p.to)} onNavigate={onNavigate} />
          ))}
        </Box>
        {collections.items.length > 0 && (
          <Text size="xs" fw={600} c="dimmed" px="sm" pb={4}>
            Collections
          </Text>
        )}
        {collections.items.map((c) => (
          <Box key={c.name}>
            <Place label={c.title} to={`/collections/${c.name}`} icon={IconStack2} active={pathname === `/collections/${c.name}`} onNavigate={onNavigate} />
            {c.name === collection && <OperationLinks collection={c.name} onNavigate={onNavigate} />}
          </Box>
        ))}
      </AppShell.Section>
      <AppShell.Section>
        <Support />
      </AppShell.Section>
    </>
  );
}

interface PlaceProps {
  label: string;
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  active: boolean;
  onNavigate: () => void;
}

function Place({ label, to, icon: Icon, active, onNavigate }: PlaceProps) {
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      active={active}
      aria-current={active ? "page" : undefined}
      leftSection={<Icon size={17} stroke={1.6} />}
      onClick={onNavigate}
      style={{ borderRadius: 8 }}
      py={7}
    />
  );
}

/** Whom to ask, as Settings say. */
function Support() {
  const { support } = useOptions();
  if (!support.email && !support.url) return null;
  return (
    <Text size="xs" c="dimmed" px="sm" py="xs" component="div" style={{ overflowWrap: "anywhere" }}>
      Questions?{" "}
      {support.email && (
        <a className="inherit" href={`mailto:${support.email}`}>
          {support.email}
        </a>
      )}
      {support.email && support.url && " · "}
      {support.url && (
        <a className="inherit" href={support.url} target="_blank" rel="noreferrer">
          Support
        </a>
      )}
    </Text>
  );
}
