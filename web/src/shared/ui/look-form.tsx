import { Checkbox, Fieldset, Popover, SegmentedControl, Stack } from "@mantine/core";
import { cloneElement, type ReactElement } from "react";
import { useOpenAtOnce } from "./opener";
import type { LookProps } from "./table-look";

export function LookPopover({ button, ...props }: LookProps & { button: ReactElement }) {
  const { place, opened, onChange } = useOpenAtOnce();
  return (
    <span ref={place}>
      <Popover position="bottom-end" width={220} trapFocus returnFocus opened={opened} onChange={onChange}>
        <Popover.Target>{cloneElement(button as ReactElement<{ onClick?: () => void }>, { onClick: () => onChange(!opened) })}</Popover.Target>
        <Popover.Dropdown aria-label="View of the table">
          <LookForm {...props} />
        </Popover.Dropdown>
      </Popover>
    </span>
  );
}

function LookForm({ titles, look, onChange }: LookProps) {
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
