import { Input as Labelled, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { keyOf, type Values } from "./model";
import { type Entry, lines, misfit } from "./serialize";

interface EntryInputsProps {
  entries: Entry[];
  values: Values;
  onChange: (values: Values) => void;
  /** Required ones without a value, once Send was pressed. */
  absent: Entry[];
}

/** An input for each parameter or field, of the kind that its schema asks for. */
export function EntryInputs({ entries, values, onChange, absent }: EntryInputsProps) {
  if (entries.length === 0) return null;
  return (
    <Stack gap="xs">
      {entries.map((e) => (
        <Input
          key={keyOf(e)}
          entry={e}
          value={values[keyOf(e)] ?? ""}
          onChange={(value) => onChange({ ...values, [keyOf(e)]: value })}
          error={absent.some((a) => keyOf(a) === keyOf(e)) ? "Needed for this call" : misfit(e, values[keyOf(e)] ?? "")}
        />
      ))}
    </Stack>
  );
}

interface InputProps {
  entry: Entry;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

function Input({ entry: e, value, onChange, error }: InputProps) {
  const type = e.media_type ? "object" : (e.schema?.type ?? "string");
  const common = { label: <code>{e.name}</code>, size: "xs" as const, withAsterisk: e.required, error, "aria-label": e.name };
  const choices = choicesOf(e);
  if (choices.length > 0 && type === "array") {
    return <Choices entry={e} choices={choices} chosen={lines(value)} onChange={(chosen) => onChange(chosen.join("\n"))} error={error} />;
  }
  if (choices.length > 0) {
    return <NativeSelect {...common} data={[{ value: "", label: e.required ? "" : "Not sent" }, ...choices]} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  if (type === "array" || type === "object") {
    return <Textarea {...common} autosize minRows={2} maxRows={6} value={value} placeholder={type === "array" ? "One value a line" : "A JSON object"} onChange={(event) => onChange(event.currentTarget.value)} spellCheck={false} />;
  }
  return (
    <TextInput
      {...common}
      value={value}
      inputMode={type === "integer" ? "numeric" : type === "number" ? "decimal" : undefined}
      type={e.schema?.format === "password" ? "password" : "text"}
      placeholder={placeholder(e)}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

/** The values that a list may have, each to be ticked. */
function Choices({ entry: e, choices, chosen, onChange, error }: { entry: Entry; choices: string[]; chosen: string[]; onChange: (chosen: string[]) => void; error?: string }) {
  const tick = (choice: string, on: boolean) => onChange(choices.filter((c) => (c === choice ? on : chosen.includes(c))));
  return (
    <Labelled.Wrapper size="xs" label={<code>{e.name}</code>} labelElement="div" withAsterisk={e.required} error={error} role="group" aria-label={e.name}>
      <div className="choices">
        {choices.map((c) => (
          <label key={c}>
            <input type="checkbox" checked={chosen.includes(c)} onChange={(event) => tick(c, event.currentTarget.checked)} /> {c}
          </label>
        ))}
      </div>
    </Labelled.Wrapper>
  );
}

function choicesOf(e: Entry): string[] {
  const one = e.schema?.type === "array" ? e.schema.items : e.schema;
  const choices = one?.type === "boolean" ? ["true", "false"] : (one?.enum ?? []).filter((v) => v !== null).map(String);
  return [...new Set(choices)];
}

function placeholder(e: Entry): string {
  const formats: Record<string, string> = { date: "2026-01-31", "date-time": "2026-01-31T12:00:00Z", uuid: "00000000-0000-4000-8000-000000000000", email: "dev@example.com" };
  const example = e.example ?? e.schema?.example;
  if (example !== null && example !== undefined && typeof example !== "object") return String(example);
  return formats[e.schema?.format ?? ""] ?? (e.required ? "" : "Not sent");
}
