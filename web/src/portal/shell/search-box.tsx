import "../sheet-styles";
import "@mantine/spotlight/styles.css";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconActivity, IconChartBar, IconHome, IconKey, IconSearch, IconStack2, IconWebhook } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";
import { enterFirst } from "@shared/ui/enter-first";
import type { SearchHit } from "../api/types";

const pages = [
  { label: "Home", to: "/", icon: IconHome },
  { label: "Requests", to: "/requests", icon: IconActivity },
  { label: "Usage", to: "/usage", icon: IconChartBar },
  { label: "Credentials", to: "/credentials", icon: IconKey },
];

/** What the server finds among the assigned collections, and the pages. Opens each time the count goes up. */
export function SearchBox({ opened }: { opened: number }) {
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const hits = useHits(query);
  const go = (to: string) => () => void navigate({ to });
  const shown = pages.filter((p) => p.label.toLowerCase().includes(query.trim().toLowerCase()));
  useEffect(() => spotlight.open(), [opened]);
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} scrollable maxHeight={440}>
      <Spotlight.Search placeholder="Search collections and operations…" aria-label="Search" onKeyDown={enterFirst} leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label="Found">
            {hits.map((h) => (
              <Spotlight.Action
                key={`${h.collection}/${h.operation_id ?? ""}`}
                label={h.title}
                description={h.detail}
                leftSection={h.kind === "collection" ? <IconStack2 size={16} /> : <IconWebhook size={16} />}
                onClick={go(`/collections/${h.collection}${h.operation_id ? `/${h.operation_id}` : ""}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {shown.length > 0 && (
          <Spotlight.ActionsGroup label="Pages">
            {shown.map((p) => (
              <Spotlight.Action key={p.to} label={p.label} leftSection={<p.icon size={16} stroke={1.6} />} onClick={go(p.to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {hits.length + shown.length === 0 && <Spotlight.Empty>Nothing found</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useHits(query: string): SearchHit[] {
  const [text] = useDebouncedValue(query.trim(), 120);
  const { data } = useQuery({
    queryKey: ["search", text],
    queryFn: ({ signal }) => api.get<Page<SearchHit>>("/search", { q: text }, signal),
    enabled: text.length > 1 && text.length <= 128,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return text.length > 1 ? (data?.items ?? []) : [];
}
