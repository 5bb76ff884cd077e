import { Stack, Switch, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Profile } from "@shared/api/types";
import { MethodsInput, methodsRule } from "../../parts/methods";
import { PickMany } from "../../parts/pick-many";
import { addressRule, each } from "../../parts/rules";
import { AddressesInput } from "../../parts/tags-inputs";
import { StatusInput } from "../clients/client-form";

/** What can be changed of a profile after it was created. */
export interface ProfileValues {
  status: "enabled" | "disabled";
  allowed_methods: string[] | null;
  ip_allowlist: string[];
  policy_ids: string[];
  expires_at: string; // YYYY-MM-DD, "" never
  self_service: boolean;
}

export const blankProfile: ProfileValues = { status: "enabled", allowed_methods: ["GET", "POST"], ip_allowlist: [], policy_ids: [], expires_at: "", self_service: false };

export const profileLabels = { status: "Status", allowed_methods: "Allowed methods", ip_allowlist: "IP allowlist", policy_ids: "Policies", expires_at: "Profile expires", self_service: "Self-service" };

export const profileRules = { allowed_methods: methodsRule, ip_allowlist: each(addressRule) };

export function profileValues(p: Profile): ProfileValues {
  return { status: p.status, allowed_methods: p.allowed_methods, ip_allowlist: p.ip_allowlist, policy_ids: p.policy_ids, expires_at: p.expires_at?.slice(0, 10) ?? "", self_service: p.self_service };
}

/** `was` keeps the exact time of an expiry that was not touched. */
export function profileBody(v: ProfileValues, was?: Profile) {
  const kept = was?.expires_at && was.expires_at.slice(0, 10) === v.expires_at;
  return { ...v, expires_at: kept ? was.expires_at : v.expires_at ? `${v.expires_at}T00:00:00Z` : null };
}

interface ProfileFieldsProps<V> {
  form: UseFormReturnType<V>;
  /** The auth method is Token. */
  tokens: boolean;
}

/** Methods, addresses, policies and end: for New profile and Edit alike. */
export function ProfileFields<V extends ProfileValues>({ form, tokens }: ProfileFieldsProps<V>) {
  const f = form as unknown as UseFormReturnType<ProfileValues>;
  return (
    <Stack>
      {tokens && (
        <Switch
          label="Self-service"
          description="The partner may generate and rotate the profile’s tokens in the developer portal."
          {...f.getInputProps("self_service", { type: "checkbox" })}
        />
      )}
      <MethodsInput value={f.values.allowed_methods} onChange={(m) => f.setFieldValue("allowed_methods", m)} error={f.errors.allowed_methods} />
      <AddressesInput
        label="IP allowlist"
        description="Addresses and CIDR blocks the profile may be used from. Empty means any."
        value={f.values.ip_allowlist}
        onChange={(list) => f.setFieldValue("ip_allowlist", list)}
        error={f.errors.ip_allowlist}
      />
      <PickMany
        kind="policies"
        label="Policies of its own"
        description="Optional; counted for this profile alone, beside those of the client."
        placeholder={f.values.policy_ids.length === 0 ? "None" : undefined}
        value={f.values.policy_ids}
        onChange={(ids) => f.setFieldValue("policy_ids", ids)}
        error={f.errors.policy_ids}
      />
      <TextInput type="date" label="Profile expires" description="Optional; at 00:00 UTC of this day." {...f.getInputProps("expires_at")} />
      <StatusInput {...f.getInputProps("status")} />
    </Stack>
  );
}
