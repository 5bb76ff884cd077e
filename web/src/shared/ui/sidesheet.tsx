import { Button, Drawer, Group, Modal, ScrollArea, Text } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { SheetDirty } from "./sheet-dirty";

interface SideSheetProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: number | string;
  children: ReactNode;
}

/**
 * A drawer from the right. Closed with unsaved changes in it, it asks first.
 * Its header is a div: a second <header> would be a second banner landmark.
 */
export function SideSheet({ title, opened, onClose, size = 480, children }: SideSheetProps) {
  const dirty = useRef(false);
  const tell = useRef((is: boolean) => void (dirty.current = is));
  const [asking, setAsking] = useState(false);
  const close = () => (dirty.current ? setAsking(true) : onClose());
  return (
    <Drawer.Root opened={opened} onClose={close} closeOnEscape={!asking} position="right" size={size} scrollAreaComponent={ScrollArea.Autosize}>
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label={title}>
        <Drawer.Header component="div">
          <Drawer.Title fw={600} component="h2">
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body pb="xl">
          <SheetDirty value={tell.current}>{children}</SheetDirty>
        </Drawer.Body>
      </Drawer.Content>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Close without saving?">
        <Text size="sm" mb="md">
          There are changes in this form that are not saved.
        </Text>
        <Group justify="flex-end">
          <Button
            variant="default"
            onClick={() => {
              setAsking(false);
              onClose();
            }}
          >
            Discard
          </Button>
          <Button onClick={() => setAsking(false)} data-autofocus>
            Go on editing
          </Button>
        </Group>
      </Modal>
    </Drawer.Root>
  );
}
