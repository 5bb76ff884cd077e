import { Button, Group, Modal, Select, type SelectProps, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Search } from "../../router";
import { ranges } from "./time-range";

interface RangeSelectProps {
  value: string; // one of the ranges, "custom", or "all"
  search: Search;
  setSearch: (change: Search) => void;
  /** Offer the whole log. */
  all?: boolean;
  w: SelectProps["w"];
}

/** The span that a log shows: one that ends now, or two moments. */
export function RangeSelect({ value, search, setSearch, all, w }: RangeSelectProps) {
  const [choosing, setChoosing] = useState(false);
  const choose = (next: string | null) => {
    if (next === "custom") setChoosing(true);
    else if (next) setSearch({ range: next === "all" ? undefined : next, from: undefined, to: undefined });
  };
  return (
    <>
      <Select
        aria-label="Time range"
        data={[...(all ? [{ value: "all", label: "All time" }] : []), ...ranges.map((r) => ({ value: r.value, label: r.label })), { value: "custom", label: value === "custom" ? spanText(search) : "Choose a span…" }]}
        value={value}
        onChange={choose}
        onOptionSubmit={(option) => option === "custom" && setChoosing(true)}
        allowDeselect={false}
        w={w}
        comboboxProps={{ width: 230, position: "bottom-end" }}
      />
      {choosing && <ChooseSpan search={search} onClose={() => setChoosing(false)} onChoose={(from, to) => setSearch({ from, to, range: undefined })} />}
    </>
  );
}

function ChooseSpan({ search, onClose, onChoose }: { search: Search; onClose: () => void; onChoose: (from: string, to: string | undefined) => void }) {
  const [from, setFrom] = useState(localOf(search.from ?? new Date(Date.now() - 86_400_000).toISOString()));
  const [to, setTo] = useState(search.to ? localOf(search.to) : "");
  const [wrong, setWrong] = useState<{ from?: string; to?: string }>({});
  const submit = (event: { preventDefault: () => void }) => {
    event.preventDefault();
    const found = { from: from ? undefined : "Choose when it begins.", to: to && from && new Date(to) <= new Date(from) ? "It must end after it begins." : undefined };
    setWrong(found);
    if (found.from || found.to) return;
    onChoose(new Date(from).toISOString(), to ? new Date(to).toISOString() : undefined);
    onClose();
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Modal opened onClose={onClose} title="Choose a span">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput type="datetime-local" label="From" description={`Your time, ${zone}.`} required value={from} onChange={(e) => setFrom(e.currentTarget.value)} error={wrong.from} data-autofocus />
          <TextInput type="datetime-local" label="To" description="Empty: up to now, and live." value={to} onChange={(e) => setTo(e.currentTarget.value)} error={wrong.to} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Show</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** "2026-03-01T09:30" in the reader's time, as the browser's input takes it. */
function localOf(at: string): string {
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const moment = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function spanText({ from, to }: Search): string {
  const say = (at: string) => moment.format(new Date(at));
  if (from && to) return `${say(from)} – ${say(to)}`;
  return from ? `Since ${say(from)}` : to ? `Until ${say(to)}` : "Chosen span";
}
