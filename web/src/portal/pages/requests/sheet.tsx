import "../../sheet-styles";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { SideSheet } from "@shared/ui/sidesheet";
import { CallView } from "./call-view";

/** A call over the list. */
export function Sheet({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <SideSheet title="Request" opened onClose={onClose} size={600}>
      <CallView id={id} />
      <Anchor component={Link} to={`/requests/${id}`} size="sm" mt="md" display="inline-block">
        Open page
      </Anchor>
    </SideSheet>
  );
}
