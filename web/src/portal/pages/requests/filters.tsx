import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";
import { CustomSpan } from "@shared/ui/custom-span";
import type { Refusal } from "../../api/types";
import { useCollections } from "../../parts/collections";
import { useHome } from "../../parts/profile";
import { ranges } from "../../parts/ranges";
import type { Search } from "../../router";

const times = ["range", "from", "to"] as const;
const names = ["status", "method", "path", "collection", "source", "code", "profile"] as const;

/** The filters of the address that the server knows. */
export function filtersOf(search: Search): Record<string, string> {
  return Object.fromEntries(names.flatMap((n) => (search[n] ? [[n, search[n]]] : [])));
}

/** The filters with the time that is looked at: a range until now, or two moments. */
export function useParameters(search: Search): Record<string, string> {
  const range = ranges.find((r) => r.value === search.range);
  const since = useMemo(() => range && new Date(Date.now() - range.ms).toISOString(), [range]);
  const from = since ?? search.from;
  return { ...filtersOf(search), ...(from && { from }), ...(!since && search.to && { to: search.to }) };
}

const statuses = [
  { value: "2xx", label: "2xx succeeded" },
  { value: "4xx", label: "4xx refused" },
  { value: "5xx", label: "5xx failed" },
  { value: "401", label: "401" },
  { value: "403", label: "403" },
  { value: "404", label: "404" },
  { value: "405", label: "405" },
  { value: "429", label: "429" },
];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
const sources = [
  { value: "gateway", label: "Your server" },
  { value: "portal", label: "This portal" },
];

/** Filters, which live in the address. */
export function Filters({ search, onChange }: { search: Search; onChange: (change: Search) => void }) {
  const { items } = useCollections();
  const collections = useMemo(() => items.map((c) => ({ value: c.name, label: c.title })), [items]);
  const profiles = useHome().data?.profiles.map((p) => p.name) ?? [];
  const codes = useCodes();
  const set = (name: string) => (value: string | null) => onChange({ [name]: value ?? undefined });
  const any = [...names, ...times].some((n) => search[n]);
  return (
    <Group gap="xs">
      <PathFilter value={search.path ?? ""} onChange={(path) => onChange({ path: path || undefined })} />
      <Select aria-label="Status" placeholder="Any status" data={statuses} value={search.status ?? null} onChange={set("status")} clearable className="filter" />
      <Select aria-label="Refused with" placeholder="Any code" data={codes} value={search.code ?? null} onChange={set("code")} searchable clearable nothingFoundMessage="There is no such code" className="filter" comboboxProps={{ width: 320, position: "bottom-start" }} />
      <Select aria-label="Method" placeholder="Any method" data={methods} value={search.method ?? null} onChange={set("method")} clearable className="filter" />
      <Select aria-label="Collection" placeholder="Any collection" data={collections} value={search.collection ?? null} onChange={set("collection")} clearable className="filter" />
      <Select aria-label="Profile" placeholder="Any profile" data={profiles} value={search.profile ?? null} onChange={set("profile")} clearable className="filter" />
      <Select aria-label="From" placeholder="From anywhere" data={sources} value={search.source ?? null} onChange={set("source")} clearable className="filter" />
      <Select aria-label="Time" placeholder="Any time" data={ranges.map(({ value, label }) => ({ value, label }))} value={search.range ?? null} onChange={(range) => onChange({ range: range ?? undefined, from: undefined, to: undefined })} clearable className="filter" />
      <CustomSpan from={search.from} to={search.to} onChange={(from, to) => onChange({ from, to, range: undefined })} />
      {any && (
        <Button variant="subtle" color="gray" onClick={() => onChange(Object.fromEntries([...names, ...times].map((n) => [n, undefined])))}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}

/** The codes of the gateway, by what they mean. */
function useCodes() {
  const { data } = useQuery({ queryKey: ["refusals"], queryFn: () => api.get<Page<Refusal>>("/refusals"), staleTime: Infinity });
  return data?.items.map((r) => ({ value: r.code, label: `${r.status} ${r.title}` })) ?? [];
}

function PathFilter({ value, onChange }: { value: string; onChange: (path: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const settle = useDebouncedCallback(onChange, 350);
  return (
    <TextInput
      aria-label="Path"
      placeholder="Path, such as /shipments/*"
      value={typed}
      onChange={(e) => {
        setTyped(e.currentTarget.value);
        settle(e.currentTarget.value.trim());
      }}
      flex="1 1 220px"
      spellCheck={false}
    />
  );
}
