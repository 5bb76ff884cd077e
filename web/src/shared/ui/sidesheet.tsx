import { Drawer, ScrollArea } from "@mantine/core";
import type { ReactNode } from "react";

interface SideSheetProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: number | string;
  children: ReactNode;
}

/** A drawer from the right. Its header is a div: a second <header> would be a second banner landmark. */
export function SideSheet({ title, opened, onClose, size = 480, children }: SideSheetProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={size} scrollAreaComponent={ScrollArea.Autosize}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label={title}>
        <Drawer.Header component="div">
          <Drawer.Title fw={600} component="h2">
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body pb="xl">{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
