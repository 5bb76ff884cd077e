import { Kbd, UnstyledButton, Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight, type SpotlightActionData } from "@mantine/spotlight";
import { IconPlus, IconRocket, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";
import { requestLogs } from "../parts/log-links";
import { addressRule } from "../parts/rules";
import { mayRead, useMe, useWhyNot } from "../session";
import { bottom, sections } from "./navigation";

interface Hit {
  kind: string; // "client", "profile", "collection", "policy"
  id: string;
  name: string;
  detail: string;
}

const labels: Record<string, string> = { client: "Client", profile: "Profile", collection: "Collection", policy: "Policy" };
const paths: Record<string, string> = { client: "/clients/", profile: "/profiles/", collection: "/collections/", policy: "/policies/" };

/** ⌘K over pages, actions and what the server finds. */
export function Palette() {
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const pages = usePages();
  const actions = useActions();
  const found = useFound(query);
  const go = (to: string) => () => void navigate({ to });
  const match = (a: SpotlightActionData) => a.label!.toLowerCase().includes(query.trim().toLowerCase());
  const groups: { group: string; actions: SpotlightActionData[] }[] = [
    { group: "Jump to", actions: useJumps(query) },
    { group: "Found", actions: found.map((hit) => ({ id: hit.id, label: hit.name, description: hit.detail, onClick: go(paths[hit.kind] + hit.id) })) },
    { group: "Actions", actions: actions.filter(match) },
    { group: "Pages", actions: pages.filter(match) },
  ].filter((g) => g.actions.length > 0);
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={["mod + K", "/"]} scrollable maxHeight={440}>
      <Spotlight.Search placeholder="Search or jump to…" aria-label="Search or jump to" leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {groups.map((g) => (
          <Spotlight.ActionsGroup key={g.group} label={g.group}>
            {g.actions.map((a) => (
              <Spotlight.Action key={a.id} label={a.label} description={a.description} leftSection={a.leftSection} onClick={a.onClick} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>Nothing found</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function usePages(): SpotlightActionData[] {
  const navigate = useNavigate();
  const { role } = useMe();
  return [...sections.flatMap((s) => s.places), ...bottom]
    .filter((p) => mayRead(role, p.area))
    .map((p) => ({ id: p.to, label: p.label, leftSection: <p.icon size={16} stroke={1.6} />, onClick: () => void navigate({ to: p.to }) }));
}

function useActions(): SpotlightActionData[] {
  const navigate = useNavigate();
  if (useWhyNot("partners")) return [];
  const create = (label: string, to: string) => ({
    id: label,
    label,
    leftSection: <IconPlus size={16} />,
    onClick: () => void navigate({ to, search: { new: "1" } as never }),
  });
  return [
    { id: "onboard", label: "Onboard a partner", leftSection: <IconRocket size={16} />, onClick: () => void navigate({ to: "/onboard" }) },
    create("New client", "/clients"),
    create("New profile", "/profiles"),
    create("New policy", "/policies"),
    create("New collection", "/collections"),
  ];
}

const kinds = ["client", "profile", "collection", "policy"] as const;
const lists: Record<string, string> = { client: "/clients", profile: "/profiles", collection: "/collections", policy: "/policies" };

/** Objects by name or id, asked of their lists. */
function useFound(query: string): Hit[] {
  const [text] = useDebouncedValue(query.trim(), 120);
  const { role } = useMe();
  const { data } = useQuery({
    queryKey: ["palette", text],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(kinds.map((kind) => api.get<Page<{ id: string; name: string }>>(lists[kind]!, { q: text, limit: 5 }, signal)));
      return found.flatMap((page, i) => page.items.map((item) => ({ kind: kinds[i]!, id: item.id, name: item.name, detail: `${labels[kinds[i]!]} · ${item.id}` })));
    },
    enabled: text.length > 1 && text.length <= 128 && mayRead(role, "partners"),
    staleTime: 10_000,
  });
  return text.length > 1 ? (data ?? []) : [];
}

/** What was pasted: a request id or an address leads into the logs. */
function useJumps(query: string): SpotlightActionData[] {
  const navigate = useNavigate();
  const { role } = useMe();
  const text = query.trim();
  if (!mayRead(role, "request_logs")) return [];
  if (/^req_[0-9a-z]+$/.test(text)) return [{ id: "request", label: `Open request ${text}`, onClick: () => void navigate({ to: `/logs/requests/${text}` }) }];
  if (addressRule(text) === null) return [{ id: "address", label: `Requests from ${text}`, onClick: () => void navigate(requestLogs({ ip: text })) }];
  return [];
}

export function PaletteButton() {
  return (
    <UnstyledButton
      onClick={spotlight.open}
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
  );
}
