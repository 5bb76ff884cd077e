import { Kbd, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

const SearchBox = lazy(async () => ({ default: (await import("./search-box")).SearchBox }));

/** Search over collections and operations; its code comes when it is first opened. */
export function Search() {
  const [opened, setOpened] = useState(0);
  const open = () => setOpened((n) => n + 1);
  useHotkeys([
    ["mod+K", open],
    ["/", open],
  ]);
  return (
    <>
      <UnstyledButton className="search-button" onClick={open} aria-label="Search">
        <IconSearch size={15} />
        <Text size="sm" c="dimmed" visibleFrom="md" w={110}>
          Search…
        </Text>
        <Kbd size="xs" visibleFrom="md">
          ⌘K
        </Kbd>
      </UnstyledButton>
      {opened > 0 && (
        <Suspense>
          <SearchBox opened={opened} />
        </Suspense>
      )}
    </>
  );
}
