import { Button } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { opener } from "./opener";
import type { Look } from "./use-look";

export interface LookProps {
  titles: string[];
  look: Look;
  onChange: (look: Look) => void;
}

const Opener = opener<LookProps>(async () => (await import("./look-form")).LookPopover);

/** Which columns are shown, and how close the rows stand. */
export function LookButton(props: LookProps) {
  return (
    <Opener
      {...props}
      button={(open) => (
        <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} />} aria-haspopup="dialog" {...open}>
          View
        </Button>
      )}
    />
  );
}
