import { Menu } from "@mantine/core";
import { useState } from "react";
import type { Policy } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { few, type Impact, useImpact } from "../../parts/impact";
import { MoreMenu } from "../../parts/more-menu";
import { Pick } from "../../parts/pick";
import { useDelete } from "../../parts/use-delete";

/** Delete; where the policy is in use, another takes its place. */
export function PolicyMenu({ policy }: { policy: Policy }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <MoreMenu area="partners">
        <Menu.Item color="red" onClick={() => setDeleting(true)}>
          Delete…
        </Menu.Item>
      </MoreMenu>
      <DeletePolicy policy={policy} opened={deleting} onClose={() => setDeleting(false)} />
    </>
  );
}

function DeletePolicy({ policy, opened, onClose }: { policy: Policy; opened: boolean; onClose: () => void }) {
  const path = `/policies/${policy.id}`;
  const remove = useDelete(path, "/policies", `Policy ${policy.name} deleted`);
  const [replacement, setReplacement] = useState<string | null>(null);
  const impact = useImpact(path, opened);
  const used = impact !== undefined && impact.clients + impact.profiles > 0;
  return (
    <ConfirmDelete
      what="policy"
      name={policy.name}
      opened={opened}
      onClose={onClose}
      onDelete={() => remove({ replacement: used ? replacement : undefined })}
      impact={impact ? (used ? inUse(impact) : "It is attached to nobody, so no call changes. This cannot be undone.") : "…"}
      choice={
        used && (
          <Pick
            kind="policies"
            label="Replace it with"
            required
            placeholder="Choose a policy"
            description="Attached in its place wherever it is now, in the same moment; the counting begins anew."
            value={replacement}
            onChange={setReplacement}
            without={[policy.id]}
          />
        )
      }
      undecided={!impact || (used && !replacement)}
    />
  );
}

function inUse({ clients, profiles }: Impact): string {
  const through = profiles > 0 ? `, in part through ${few(profiles, "profile")}` : "";
  return `It limits ${few(clients, "client")}${through}. Nobody must be left without a limit by accident: choose the policy that takes its place. This cannot be undone.`;
}
