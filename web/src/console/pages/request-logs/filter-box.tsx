import { Autocomplete, Group, Pill, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";
import { reasonCodes } from "../../parts/reasons";
import { mayRead, useMe } from "../../session";
import { type FieldName, fieldNames, fields, readTerm, type Term, withTerm } from "./filter";
import { steps } from "./trace";

interface FilterBoxProps {
  terms: Term[];
  onChange: (terms: Term[]) => void;
  onRequestId: (id: string) => void;
  error?: string;
}

/** One box for every filter: field names and values are suggested, Enter makes a chip. */
export function FilterBox({ terms, onChange, onRequestId, error }: FilterBoxProps) {
  const [text, setText] = useState("");
  const [opened, setOpened] = useState(false);
  const [unread, setUnread] = useState<string>();
  const suggestions = useSuggestions(text);

  const take = (entered: string) => {
    const id = /^(?:id[:=]\s*)?(req_\w+)$/.exec(entered.trim());
    const term = readTerm(entered);
    if (entered.trim() === "") return;
    if (id) onRequestId(id[1]!);
    else if (term) onChange(withTerm(terms, term));
    setUnread(id || term ? undefined : "Write a field and a value, such as status:4xx.");
    if (id || term) setText("");
    setOpened(false);
  };

  return (
    <div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take(text);
        }}
      >
        <Autocomplete
          aria-label="Filter requests"
          placeholder="Filter: client:partner-acme-corp status:4xx method:GET path:/shipments/*"
          leftSection={<IconFilter size={15} />}
          value={text}
          onChange={(next) => {
            setText(next);
            setOpened(true);
          }}
          dropdownOpened={opened && suggestions.length > 0}
          onDropdownOpen={() => setOpened(true)}
          onDropdownClose={() => setOpened(false)}
          data={suggestions.map((s) => s.value)}
          filter={({ options }) => options}
          onOptionSubmit={(value) => {
            // After the box has put the option into itself and closed its list.
            setTimeout(() => {
              if (value.endsWith(":")) return setOpened(true);
              take(value);
            });
          }}
          renderOption={({ option }) => (
            <Group gap="sm" wrap="nowrap" justify="space-between" w="100%">
              <Text size="sm" ff="monospace">
                {option.value}
              </Text>
              <Text size="xs" c="dimmed">
                {suggestions.find((s) => s.value === option.value)?.hint}
              </Text>
            </Group>
          )}
          maxDropdownHeight={320}
          error={unread ?? error}
        />
      </form>
      {terms.length > 0 && (
        <Group gap={6} mt={8} role="group" aria-label="Filters set">
          {terms.map((t) => (
            <Pill
              key={t.field}
              withRemoveButton
              onRemove={() => onChange(terms.filter((other) => other !== t))}
              removeButtonProps={{ "aria-label": `Remove filter ${fields[t.field].label}`, "aria-hidden": false, tabIndex: 0 }}
              styles={{ root: { maxWidth: "100%" } }}
            >
              {fields[t.field].label} = {t.value}
            </Pill>
          ))}
        </Group>
      )}
    </div>
  );
}

interface Suggestion {
  value: string;
  hint: string;
}

const fixed: Partial<Record<FieldName, string[]>> = {
  status: ["2xx", "4xx", "5xx", "401", "403", "404", "405", "429", "502"],
  method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  code: reasonCodes,
  step: steps.map((s) => s.name),
  source: ["gateway", "portal", "check"],
};

function useSuggestions(text: string): Suggestion[] {
  const [settled] = useDebouncedValue(text, 120);
  const [, name, begun = ""] = /^(\w+):(.*)$/.exec(text) ?? [];
  const [, , asked = ""] = /^(\w+):(.*)$/.exec(settled) ?? [];
  const field = fieldNames.find((f) => f === name);
  const named = useNamed(field, asked);
  if (!field) {
    const wanted = text.trim().toLowerCase();
    return fieldNames.filter((f) => f.startsWith(wanted) || fields[f].label.toLowerCase().includes(wanted)).map((f) => ({ value: `${f}:`, hint: `${fields[f].label} · ${fields[f].hint}` }));
  }
  const values = fixed[field] ?? named;
  return values
    .filter((v) => v.toLowerCase().includes(begun.trim().toLowerCase()))
    .slice(0, 20)
    .map((v) => ({ value: `${field}:${v}`, hint: "" }));
}

const listed: Partial<Record<FieldName, string>> = { client: "/clients", profile: "/profiles", collection: "/collections" };

/** Names of clients, profiles or collections that hold what was typed. */
function useNamed(field: FieldName | undefined, q: string): string[] {
  const { role } = useMe();
  const path = field && listed[field];
  const { data } = useQuery({
    queryKey: ["suggest", path, q],
    queryFn: ({ signal }) => api.get<Page<{ name: string }>>(path!, { q, limit: 20 }, signal),
    enabled: Boolean(path) && mayRead(role, "partners"),
    staleTime: 30_000,
  });
  return path ? [...new Set(data?.items.map((i) => i.name) ?? [])] : [];
}
