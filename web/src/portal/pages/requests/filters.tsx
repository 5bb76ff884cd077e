import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { useCollections } from "../../parts/collections";
import type { Search } from "../../router";

const names = ["status", "method", "path", "collection", "source", "code", "profile"] as const;

/** The filters of the address that the server knows. */
export function filtersOf(search: Search): Record<string, string> {
  return Object.fromEntries(names.flatMap((n) => (search[n] ? [[n, search[n]]] : [])));
}

export function parametersOf(search: Search): Record<string, string> {
  return { ...filtersOf(search), ...(search.from && { from: search.from }), ...(search.to && { to: search.to }) };
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
  const set = (name: string) => (value: string | null) => onChange({ [name]: value ?? undefined });
  const any = Object.keys(parametersOf(search)).length > 0;
  return (
    <Group gap="xs">
      <PathFilter value={search.path ?? ""} onChange={(path) => onChange({ path: path || undefined })} />
      <Select aria-label="Status" placeholder="Any status" data={statuses} value={search.status ?? null} onChange={set("status")} clearable className="filter" />
      <Select aria-label="Method" placeholder="Any method" data={methods} value={search.method ?? null} onChange={set("method")} clearable className="filter" />
      <Select aria-label="Collection" placeholder="Any collection" data={collections} value={search.collection ?? null} onChange={set("collection")} clearable className="filter" />
      <Select aria-label="From" placeholder="From anywhere" data={sources} value={search.source ?? null} onChange={set("source")} clearable className="filter" />
      {any && (
        <Button variant="subtle" color="gray" onClick={() => onChange(Object.fromEntries([...names, "from", "to"].map((n) => [n, undefined])))}>
          Clear filters
        </Button>
      )}
    </Group>
  );
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
