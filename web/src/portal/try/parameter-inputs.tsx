import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { Operation, Parameter } from "../api/types";
import { keyOf, type Values } from "./model";

interface ParameterInputsProps {
  operation: Operation;
  values: Values;
  onChange: (values: Values) => void;
  /** Required ones without a value, once Send was pressed. */
  absent: Parameter[];
}

/** An input for each parameter, of the kind that its schema asks for. */
export function ParameterInputs({ operation, values, onChange, absent }: ParameterInputsProps) {
  if (operation.parameters.length === 0) return null;
  return (
    <Stack gap="xs">
      {operation.parameters.map((p) => (
        <Input
          key={keyOf(p)}
          parameter={p}
          value={values[keyOf(p)] ?? ""}
          onChange={(value) => onChange({ ...values, [keyOf(p)]: value })}
          error={absent.includes(p) ? "Needed for this call" : undefined}
        />
      ))}
    </Stack>
  );
}

interface InputProps {
  parameter: Parameter;
  value: string;
  onChange: (value: string) => void;
  error?: string;
}

function Input({ parameter: p, value, onChange, error }: InputProps) {
  const type = p.schema?.type ?? "string";
  const common = { label: <code>{p.name}</code>, size: "xs" as const, withAsterisk: p.required, error, "aria-label": p.name };
  const choices = type === "boolean" ? ["true", "false"] : (p.schema?.enum ?? []).map(String);
  if (choices.length > 0 && type !== "array") {
    return <Select {...common} data={choices} value={value || null} onChange={(v) => onChange(v ?? "")} clearable={!p.required} placeholder="Not sent" searchable={choices.length > 12} />;
  }
  if (type === "array" || type === "object") {
    return <Textarea {...common} autosize minRows={2} maxRows={6} value={value} placeholder={type === "array" ? "One value a line" : "A JSON object"} onChange={(e) => onChange(e.currentTarget.value)} spellCheck={false} />;
  }
  return (
    <TextInput
      {...common}
      value={value}
      inputMode={type === "integer" ? "numeric" : type === "number" ? "decimal" : undefined}
      type={p.schema?.format === "password" ? "password" : "text"}
      placeholder={placeholder(p)}
      onChange={(e) => onChange(e.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function placeholder(p: Parameter): string {
  const formats: Record<string, string> = { date: "2026-01-31", "date-time": "2026-01-31T12:00:00Z", uuid: "00000000-0000-4000-8000-000000000000", email: "dev@example.com" };
  const example = p.example ?? p.schema?.example;
  if (example !== null && example !== undefined && typeof example !== "object") return String(example);
  return formats[p.schema?.format ?? ""] ?? (p.required ? "" : "Not sent");
}
