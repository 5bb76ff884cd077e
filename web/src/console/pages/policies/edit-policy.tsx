import type { Policy } from "@shared/api/types";
import { EditSheet } from "../../parts/edit-sheet";
import { PolicyFields } from "./policy-form";
import { policyBody, policyLabels, policyRules, policyValues, type PolicyValues } from "./policy-values";

export function EditPolicy({ policy, ...sheet }: { policy: Policy; opened: boolean; onClose: () => void }) {
  return (
    <EditSheet<Policy, PolicyValues> title="Edit policy" path={`/policies/${policy.id}`} resource={policy} values={policyValues} body={policyBody} validate={policyRules} labels={policyLabels} {...sheet}>
      {(form) => <PolicyFields form={form} />}
    </EditSheet>
  );
}
