import { Button, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";

interface CustomSpanProps {
  /** The two moments that are looked at now, where they were chosen. */
  from?: string;
  to?: string;
  onChange: (from: string, to: string) => void;
}

const short = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });

/** A time range between two moments of one's own choice, in the browser's time zone. */
export function CustomSpan({ from, to, onChange }: CustomSpanProps) {
  const [opened, setOpened] = useState(false);
  const label = from && to ? `${short.format(new Date(from))} – ${short.format(new Date(to))}` : "Custom";
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button size="xs" variant={from ? "light" : "default"} leftSection={<IconCalendar size={14} />} aria-pressed={Boolean(from)} onClick={() => setOpened(!opened)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Form
          from={from}
          to={to}
          onChange={(begin, end) => {
            setOpened(false);
            onChange(begin, end);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Form({ from, to, onChange }: CustomSpanProps) {
  const [begin, setBegin] = useState(local(from ? new Date(from) : new Date(Date.now() - 86_400_000)));
  const [end, setEnd] = useState(local(to ? new Date(to) : new Date()));
  const wrong = begin && end && !(new Date(begin) < new Date(end)) ? "Must be later than From." : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (begin && end && !wrong) onChange(new Date(begin).toISOString(), new Date(end).toISOString());
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput type="datetime-local" label="From" value={begin} onChange={(event) => setBegin(event.currentTarget.value)} data-autofocus />
        <TextInput type="datetime-local" label="To" value={end} onChange={(event) => setEnd(event.currentTarget.value)} error={wrong} />
        <Button type="submit" disabled={!begin || !end}>
          Show
        </Button>
      </Stack>
    </form>
  );
}

/** As such an input writes it: local, to the minute. */
function local(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
