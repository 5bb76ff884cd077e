import { UnstyledButton } from "@mantine/core";
import { opener } from "@shared/ui/opener";
import { useMe } from "../session";
import classes from "./shell.module.css";

const Menu = opener(async () => (await import("./user-menu-items")).UserMenuItems);

/** Who is signed in, their account, and the way out. */
export function UserMenu() {
  const { actor, user } = useMe();
  const name = user?.name || actor.name;
  return (
    <Menu
      button={(open) => (
        <UnstyledButton className={classes.avatar} aria-label={`Account of ${name}`} aria-haspopup="menu" {...open}>
          {initials(name)}
        </UnstyledButton>
      )}
    />
  );
}

/** "Dana Lee" is DL. By characters, which emoji and rare scripts have two units of. */
function initials(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}
