import { Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useNavigate } from "@tanstack/react-router";
import type { Policy } from "@shared/api/types";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { FormFoot } from "../../parts/form-foot";
import { useUnsaved } from "../../parts/unsaved";
import { useCreate } from "../../parts/use-create";
import { PolicyFields } from "./policy-form";
import { blankPolicy, policyBody, policyRules, type PolicyValues } from "./policy-values";

/** The first half of step 4 of the recipe. */
export function NewPolicy({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const form = useForm<PolicyValues>({ initialValues: blankPolicy, validate: policyRules, validateInputOnBlur: true });
  const draft = useUnsaved("new-policy", form, opened);
  const { create, busy, unbound } = useCreate<Policy, PolicyValues>("/policies", form, policyBody, (policy) => {
    draft.forget();
    form.reset();
    notifications.show({ color: "teal", message: `Policy ${policy.name} created` });
    void navigate({ to: `/policies/${policy.id}` });
  });
  return (
    <SideSheet title="New policy" opened={opened} onClose={onClose}>
      <form onSubmit={form.onSubmit(create)} noValidate>
        <Stack>
          {unbound && <Failure error={unbound} />}
          <PolicyFields form={form} />
          <FormFoot onCancel={onClose} busy={busy} />
        </Stack>
      </form>
    </SideSheet>
  );
}
