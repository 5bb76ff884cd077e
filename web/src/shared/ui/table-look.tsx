import { Button, Popover } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import type { Look } from "./use-look";

const LookForm = lazy(async () => ({ default: (await import("./look-form")).LookForm }));

export interface LookProps {
  titles: string[];
  look: Look;
  onChange: (look: Look) => void;
}

/** Which columns are shown, and how close the rows stand. */
export function LookButton(props: LookProps) {
  return (
    <Popover position="bottom-end" width={220} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />}>
          View
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="View of the table">
        <Suspense>
          <LookForm {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
