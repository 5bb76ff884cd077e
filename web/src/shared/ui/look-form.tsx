import { Checkbox, Fieldset, SegmentedControl, Stack } from "@mantine/core";
import type { LookProps } from "./table-look";

export function LookForm({ titles, look, onChange }: LookProps) {
  const show = (shown: string[]) => onChange({ ...look, hidden: titles.filter((t) => !shown.includes(t)) });
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Density"
        data={[
          { value: "roomy", label: "Comfortable" },
          { value: "dense", label: "Compact" },
        ]}
        value={look.dense ? "dense" : "roomy"}
        onChange={(value) => onChange({ ...look, dense: value === "dense" })}
      />
      <Fieldset legend="Columns" variant="unstyled">
        <Checkbox.Group value={titles.filter((t) => !look.hidden.includes(t))} onChange={show}>
          <Stack gap={8} mt={6}>
            {titles.map((t) => (
              <Checkbox key={t} size="xs" value={t} label={t} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Fieldset>
    </Stack>
  );
}
