import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";

export type Kind = "clients" | "policies" | "collections";
interface Named {
  id: string;
  name: string;
}

/** What the server finds by name, as options, and the one chosen even if it was not found. */
export function useOptions(kind: Kind, chosen: string[], active = true) {
  const [search, setSearch] = useState("");
  const [q] = useDebouncedValue(search, 150);
  const found = useQuery({
    queryKey: ["options", kind, q],
    queryFn: ({ signal }) => api.get<Page<Named>>(`/${kind}`, { q, limit: 50 }, signal).then((p) => p.items),
    placeholderData: (previous) => previous,
    enabled: active,
  });
  const items = found.data ?? [];
  // An address may hold a name in place of an id.
  const missing = chosen.filter((id) => !items.some((i) => i.id === id));
  const named = useQuery({
    queryKey: ["options", kind, "named", ...missing],
    queryFn: () => Promise.all(missing.map(async (chosenAs) => ({ chosenAs, ...(await api.get<Named>(`/${kind}/${encodeURIComponent(chosenAs)}`)) }))),
    enabled: active && !found.isPending && missing.length > 0,
    staleTime: 60_000,
  });
  const others = (named.data ?? []).filter((n) => missing.includes(n.chosenAs));
  const data = [
    ...items.filter((i) => !others.some((n) => n.id === i.id)).map((i) => ({ value: i.id, label: i.name })),
    ...others.map((n) => ({ value: n.chosenAs, label: n.name })),
  ];
  return { data, search, setSearch, settled: search === q && !found.isFetching };
}

/** One object by name, searched on the server. */
export function Pick({ kind, value, onChange, without = [], ...props }: Omit<SelectProps, "data"> & { kind: Kind; value: string | null; onChange: (id: string | null) => void; without?: string[] }) {
  const { data, search, setSearch, settled } = useOptions(kind, value ? [value] : []);
  return (
    <Select
      {...props}
      data={data.filter((d) => !without.includes(d.value))}
      value={value}
      onChange={onChange}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options, search: text }) => options.filter((o) => "label" in o && (chosen(o.value, value) || o.label.includes(text.trim().toLowerCase()) || o.value === text.trim()))}
      nothingFoundMessage={settled ? "Nothing found" : "Searching…"}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

function chosen(option: string, value: string | null): boolean {
  return option === value;
}
