import { Stack } from "@mantine/core";
import { api } from "@shared/api/client";
import type { Policy } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { PolicyFields } from "./policy-form";
import { policyBody, policyLabels, policyRules, policyValues, type PolicyValues } from "./policy-values";

export function EditPolicy({ policy, opened, onClose }: { policy: Policy; opened: boolean; onClose: () => void }) {
  return (
    <SideSheet title="Edit policy" opened={opened} onClose={onClose}>
      <Edit policy={policy} onClose={onClose} />
    </SideSheet>
  );
}

function Edit({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const path = `/policies/${policy.id}`;
  const { form, submit, saving, dirty, notices } = useEdit<Policy, PolicyValues>({
    path,
    resource: policy,
    values: policyValues,
    validate: policyRules,
    labels: policyLabels,
    save: (values, ifMatch) => api.patch<Policy>(path, policyBody(values), { ifMatch }),
    saved: onClose,
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack>
        {notices}
        <PolicyFields form={form} />
        <FormFoot onCancel={onClose} busy={saving} />
      </Stack>
    </form>
  );
}
