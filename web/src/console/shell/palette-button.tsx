import { Kbd, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useSpotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { palette, paletteStore } from "./open";
import classes from "./shell.module.css";

const Palette = lazy(async () => ({ default: (await import("./palette")).Palette }));

/** The box in the header that opens the palette. It is fetched when it is first asked for; from then on it has a key of its own. */
export function PaletteButton() {
  const { opened } = useSpotlight(paletteStore);
  const [asked, setAsked] = useState(opened);
  const [query, setQuery] = useState("");
  if (opened && !asked) setAsked(true);
  useEarlyKeys(opened, (key) => setQuery((before) => before + key));
  useHotkeys(asked ? [] : [["mod+K", palette.open]], []);
  return (
    <>
      <UnstyledButton onClick={palette.open} aria-label="Search or jump to" className={classes.search}>
        <IconSearch size={15} />
        <span>Search or jump to…</span>
        <Kbd size="xs">⌘K</Kbd>
      </UnstyledButton>
      <Suspense>{asked && <Palette query={query} setQuery={setQuery} />}</Suspense>
    </>
  );
}

/** What is typed between the opening and the moment the input has the focus is not lost. */
function useEarlyKeys(opened: boolean, take: (key: string) => void) {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!opened) return;
    const press = (event: KeyboardEvent) => {
      if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey || document.activeElement?.matches("input")) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current(event.key);
    };
    window.addEventListener("keydown", press, true);
    return () => window.removeEventListener("keydown", press, true);
  }, [opened]);
}
