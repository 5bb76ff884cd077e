import { SegmentedControl, Stack } from "@mantine/core";
import { SideSheet } from "@shared/ui/sidesheet";
import { BlankForm } from "./blank-form";
import { ImportForm } from "./import-form";

interface NewCollectionProps {
  opened: boolean;
  /** Begin with nothing in place of a document. */
  blank: boolean;
  onBlank: (blank: boolean) => void;
  onClose: () => void;
}

/** A collection from an OpenAPI document, or a blank one. */
export function NewCollection({ opened, blank, onBlank, onClose }: NewCollectionProps) {
  return (
    <SideSheet title="New collection" opened={opened} onClose={onClose} size={blank ? 480 : 720}>
      <Stack>
        <SegmentedControl
          fullWidth
          aria-label="Begin with"
          data={[
            { value: "openapi", label: "From OpenAPI" },
            { value: "blank", label: "Blank" },
          ]}
          value={blank ? "blank" : "openapi"}
          onChange={(value) => onBlank(value === "blank")}
        />
        {blank ? <BlankForm onClose={onClose} /> : <ImportForm onClose={onClose} />}
      </Stack>
    </SideSheet>
  );
}
