import { Group, Kbd, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { palette, paletteStore } from "./open";

const Palette = lazy(async () => ({ default: (await import("./palette")).Palette }));

/** The box in the header that opens the palette. It is fetched when it is first asked for; from then on it has a key of its own. */
export function PaletteButton() {
  const { opened } = useSpotlight(paletteStore);
  const [asked, setAsked] = useState(opened);
  if (opened && !asked) setAsked(true);
  useHotkeys(asked ? [] : [["mod+K", palette.open]], []);
  return (
    <>
      <UnstyledButton
        onClick={palette.open}
        aria-label="Search or jump to"
        px="sm"
        h={34}
        style={{ border: "1px solid var(--mantine-color-default-border)", borderRadius: 8, background: "var(--mantine-color-default)" }}
      >
        <Group gap="xs" wrap="nowrap">
          <IconSearch size={15} />
          <Text size="sm" c="dimmed" visibleFrom="sm" w={150}>
            Search or jump to…
          </Text>
          <Kbd size="xs" visibleFrom="sm">
            ⌘K
          </Kbd>
        </Group>
      </UnstyledButton>
      <Suspense>{asked && <Palette />}</Suspense>
    </>
  );
}
