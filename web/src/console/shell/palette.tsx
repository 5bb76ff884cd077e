import { Spotlight } from "@mantine/spotlight";
import { IconHistory, IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { enterFirst } from "@shared/ui/enter-first";
import { paletteStore } from "./open";
import { useActions, useFound, usePlaces } from "./palette-search";
import { recents, remember } from "./recent";

/** One line of the palette. */
export interface Choice {
  id: string;
  label: string;
  detail?: string;
  icon?: ReactNode;
  /** Where it leads; its search parameters apart. */
  to?: string;
  search?: Record<string, string>;
  run?: () => void;
}

/** ⌘K over what was opened lately, actions, pages and whatever the server finds. */
export function Palette({ query, setQuery }: { query: string; setQuery: (query: string) => void }) {
  const navigate = useNavigate();
  const text = query.trim().toLowerCase();
  const matching = (choices: Choice[]) => choices.filter((c) => c.label.toLowerCase().includes(text));
  const found = useFound(query.trim());
  const lately = text ? [] : recents().map((r) => ({ id: `recent ${r.to}`, icon: <IconHistory size={16} />, ...r }));
  const groups: [string, Choice[]][] = [
    ["Recent", lately],
    ["Found", found.choices],
    ["Actions", matching(useActions())],
    ["Pages", matching(usePlaces())],
  ];
  const shown = groups.filter(([, choices]) => choices.length > 0);
  const choose = (choice: Choice) => {
    choice.run?.();
    if (!choice.to) return;
    if (!choice.search) remember({ to: choice.to, label: choice.label, detail: choice.detail });
    void navigate({ to: choice.to, search: (choice.search ?? {}) as never });
  };
  return (
    <Spotlight.Root store={paletteStore} query={query} onQueryChange={setQuery} shortcut="mod + K" scrollable maxHeight={440}>
      <Spotlight.Search placeholder="Search or jump to…" aria-label="Search or jump to" onKeyDown={enterFirst} leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {shown.map(([group, choices]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {choices.map((c) => (
              <Spotlight.Action key={c.id} label={c.label} description={c.detail} leftSection={c.icon} onClick={() => choose(c)} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {shown.length === 0 && <Spotlight.Empty>{found.searching ? "Searching…" : "Nothing found"}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
