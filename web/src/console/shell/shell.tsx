import { Burger, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRocket } from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import { ColorScheme } from "@shared/ui/color-scheme";
import { mayRead, useMe, useWhyNot } from "../session";
import { Bell } from "./bell";
import { Keys } from "./keys";
import { Logo } from "./logo";
import { bottom, type Place, sections } from "./navigation";
import { PaletteButton } from "./palette-button";
import { PortalLink } from "./portal-link";
import classes from "./shell.module.css";
import { UserMenu } from "./user-menu";

/** Header, sidebar and the page between them. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <div className={classes.shell}>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <header className={classes.header}>
        <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? "Close navigation" : "Open navigation"} />
        <Logo />
        <div className={classes.tools}>
          <PaletteButton />
          <Bell />
          <ColorScheme />
          <UserMenu />
        </div>
      </header>
      <nav className={classes.sidebar} aria-label="Main" data-opened={opened || undefined}>
        <Sidebar onNavigate={close} />
      </nav>
      <main className={classes.main} id="main">
        <Outlet />
      </main>
      <Keys />
    </div>
  );
}

function Sidebar({ onNavigate }: { onNavigate: () => void }) {
  const { role } = useMe();
  const whyNot = useWhyNot("partners");
  const links = (places: Place[]) => places.filter((p) => mayRead(role, p.area)).map((place) => <PlaceLink key={place.to} place={place} onNavigate={onNavigate} />);
  return (
    <>
      {!whyNot && (
        <Button component={Link} to="/onboard" leftSection={<IconRocket size={16} />} mb="sm" flex="none" onClick={onNavigate} title="Onboard a partner">
          <span className={classes.label}>Onboard a partner</span>
        </Button>
      )}
      {sections.map(({ label, places }) => {
        const shown = links(places);
        return shown.length === 0 ? null : (
          <div key={places[0]!.to} className={classes.section}>
            {label && <div className={`${classes.heading} ${classes.label}`}>{label}</div>}
            {shown}
          </div>
        );
      })}
      <div className={classes.section}>
        <PortalLink />
        {links(bottom)}
      </div>
    </>
  );
}

/** The router marks the link of the page in view, also on the pages below it. */
function PlaceLink({ place: { to, label, icon: Icon }, onNavigate }: { place: Place; onNavigate: () => void }) {
  return (
    <Link to={to} className={classes.place} title={label} onClick={onNavigate} activeOptions={{ exact: to === "/", includeSearch: false }}>
      <Icon size={17} stroke={1.6} />
      <span className={classes.label}>{label}</span>
    </Link>
  );
}
