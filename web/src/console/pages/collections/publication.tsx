import { Group } from "@mantine/core";
import type { Collection } from "@shared/api/types";
import { Status } from "@shared/ui/status";

/** Draft or published, and whether the draft has moved on. */
export function Publication({ of }: { of: Collection }) {
  return (
    <Group gap={6}>
      <Status of={of.status} label={of.published_revision ? `Published, revision ${of.published_revision}` : "Draft"} />
      {of.status === "published" && of.has_unpublished_changes && <Status of="changed" label="Unpublished changes" />}
    </Group>
  );
}
