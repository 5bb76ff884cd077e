import { Group, Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { contrast, enough, isColor } from "./contrast";

interface AccentInputProps {
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
}

/** The portal's accent with a check, while it is typed, whether text on it can be read. */
export function AccentInput({ value, onChange, error }: AccentInputProps) {
  return (
    <TextInput
      label="Accent color"
      placeholder="#1a5fb4"
      description="Of buttons and links in the developer portal. Empty: the portal’s own."
      spellCheck={false}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      leftSection={<input type="color" aria-label="Choose the accent color" value={isColor(value) ? value.toLowerCase() : "#355fd3"} onChange={(event) => onChange(event.currentTarget.value)} className="swatch" />}
      inputContainer={(input) => (
        <>
          {input}
          <Contrast of={value} />
        </>
      )}
    />
  );
}

function Contrast({ of }: { of: string }) {
  if (!isColor(of)) return null;
  const ratio = contrast(of, "#ffffff");
  const fine = ratio >= enough;
  return (
    <Group gap="xs" mt={6} aria-live="polite" wrap="nowrap">
      <span aria-hidden className="sample" style={{ background: of }}>
        {fine ? "Send" : " "}
      </span>
      <Text size="xs" c={fine ? "dimmed" : "var(--gatehouse-warning)"}>
        {ratio.toFixed(1)} : 1 with white. {fine ? "Text on it can be read (WCAG AA)." : `Text on it is hard to read: WCAG AA asks for ${enough} : 1. Take a darker one.`}
      </Text>
    </Group>
  );
}
