import { MultiSelect, type MultiSelectProps } from "@mantine/core";
import { type Kind, useOptions } from "./pick";

/** Several objects by name. */
export function PickMany({ kind, value, onChange, ...props }: Omit<MultiSelectProps, "data"> & { kind: Kind; value: string[]; onChange: (ids: string[]) => void }) {
  const { data, search, setSearch, settled } = useOptions(kind, value);
  return (
    <MultiSelect {...props} data={data} value={value} onChange={onChange} searchable searchValue={search} onSearchChange={setSearch} hidePickedOptions nothingFoundMessage={settled ? "Nothing found" : "Searching…"} />
  );
}
