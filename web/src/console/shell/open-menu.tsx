import { Menu } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useOpenAtOnce } from "@shared/ui/opener";

/** A menu of the header. */
export function OpenMenu({ button, width, children }: { button: ReactElement; width: number; children: ReactNode }) {
  const { place, opened, onChange } = useOpenAtOnce();
  return (
    <span ref={place} style={{ display: "inline-flex" }}>
      <Menu position="bottom-end" width={width} opened={opened} onChange={onChange}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown mah="calc(100dvh - 70px)" style={{ overflowY: "auto" }}>
          {children}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
