import { PasswordInput, type PasswordInputProps, Text } from "@mantine/core";

/** A password to be chosen: length is the only rule, and how far it is. */
export function NewPasswordInput({ value, ...props }: PasswordInputProps & { value: string }) {
  const length = [...value].length;
  return (
    <div>
      <PasswordInput required autoComplete="new-password" description="At least 12 characters. Length is the only rule." value={value} {...props} />
      {length > 0 && length < 12 && !props.error && (
        <Text size="xs" c="dimmed" mt={4} aria-live="polite">
          {12 - length} more {length === 11 ? "character" : "characters"}
        </Text>
      )}
    </div>
  );
}
