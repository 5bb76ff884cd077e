import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type Area, useWhyNot } from "../session";

/** The rarer actions of a page behind ⋯; disabled with the reason for those who may not. */
export function MoreMenu({ area, children }: { area: Area; children: ReactNode }) {
  const whyNot = useWhyNot(area);
  const button = (
    <ActionIcon variant="default" size={34} aria-label="More actions" data-hint={whyNot} data-disabled={whyNot ? true : undefined} aria-disabled={Boolean(whyNot)}>
      <IconDots size={17} />
    </ActionIcon>
  );
  if (whyNot) return button;
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
