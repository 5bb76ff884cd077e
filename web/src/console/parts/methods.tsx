import { Checkbox, Group, Radio, Stack } from "@mantine/core";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

interface MethodsInputProps {
  /** null: any method. */
  value: string[] | null;
  onChange: (value: string[] | null) => void;
  error?: React.ReactNode;
}

/** Allowed methods: any, or those ticked. */
export function MethodsInput({ value, onChange, error }: MethodsInputProps) {
  return (
    <Stack gap="xs">
      <Radio.Group label="Allowed methods" value={value === null ? "any" : "some"} onChange={(choice) => onChange(choice === "any" ? null : ["GET", "POST"])}>
        <Group gap="lg" mt={6}>
          <Radio value="some" label="Only these" />
          <Radio value="any" label="Any method" />
        </Group>
      </Radio.Group>
      {value !== null && (
        <Checkbox.Group aria-label="Methods" value={value} onChange={onChange} error={error} inputWrapperOrder={["label", "input", "description", "error"]} description={value.includes("GET") ? "GET includes HEAD." : undefined}>
          <Group gap="sm" mt={4} mb={4}>
            {methods.map((m) => (
              <Checkbox key={m} value={m} label={m} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Stack>
  );
}

export function methodsRule(value: string[] | null): string | null {
  return value?.length === 0 ? "Tick at least one method, or choose Any method." : null;
}

/** "GET, POST" or "any". */
export function methodsText(value: string[] | null): string {
  return value === null ? "any" : value.join(", ");
}
