import { Select } from "@mantine/core";
import { FilterText } from "../../parts/filter-text";
import { Pick } from "../../parts/pick";
import type { Search } from "../../router";

const states = [
  { value: "enabled", label: "Enabled", status: "enabled", without: undefined },
  { value: "disabled", label: "Disabled", status: "disabled", without: undefined },
  { value: "uncalled", label: "Never called", status: undefined, without: "call" },
  { value: "unprofiled", label: "No profile", status: undefined, without: "profile" },
];

const half = { base: "calc(50% - 6px)", sm: 160 };

/** What the list of clients is narrowed by. */
export function Filters({ search, setSearch }: { search: Search; setSearch: (change: Search) => void }) {
  return (
    <>
      <FilterText wide label="Filter clients" placeholder="Filter by name, Client ID or description" value={search.q ?? ""} onChange={(q) => setSearch({ q: q || undefined })} />
      <Select
        aria-label="Status"
        placeholder="Any status"
        data={states.map(({ value, label }) => ({ value, label }))}
        value={states.find((s) => s.status === search.status && s.without === search.without)?.value ?? null}
        onChange={(value) => {
          const chosen = states.find((s) => s.value === value);
          setSearch({ status: chosen?.status, without: chosen?.without });
        }}
        clearable
        w={{ base: "calc(50% - 6px)", sm: 130 }}
      />
      <Pick kind="collections" aria-label="Collection" placeholder="Any collection" value={search.collection ?? null} onChange={(id) => setSearch({ collection: id ?? undefined })} clearable w={half} />
      <Pick kind="policies" aria-label="Policy" placeholder="Any policy" value={search.policy ?? null} onChange={(id) => setSearch({ policy: id ?? undefined })} clearable w={half} />
      <FilterText width={170} label="Label" placeholder="Label, region:eu" value={search.label ?? ""} onChange={(label) => setSearch({ label: label || undefined })} />
    </>
  );
}
