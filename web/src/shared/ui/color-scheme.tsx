import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconMoon, IconSun } from "@tabler/icons-react";

export function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const toggle = () => setColorScheme(dark ? "light" : "dark");
  useHotkeys([["mod+J", toggle]]);
  const label = dark ? "Light theme" : "Dark theme";
  return (
    <ActionIcon variant="default" size={34} aria-label={label} data-hint={label} onClick={toggle}>
      {dark ? <IconSun size={17} /> : <IconMoon size={17} />}
    </ActionIcon>
  );
}
