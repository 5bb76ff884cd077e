import "@mantine/core/styles/PasswordInput.css";
import { PasswordInput } from "@mantine/core";

/** A token that somebody wants to test. It is in this field and nowhere else. */
export function OwnToken({ value, onChange, error }: { value: string; onChange: (token: string) => void; error: string | undefined }) {
  return (
    <PasswordInput
      size="xs"
      aria-label="Your token"
      placeholder="ght_…"
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
      error={error}
      autoComplete="off"
      spellCheck={false}
      leftSection={<span className="bearer">Bearer</span>}
      leftSectionWidth={52}
      style={{ flex: 1 }}
    />
  );
}
