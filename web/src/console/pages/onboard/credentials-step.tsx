import { Box, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { MethodsInput } from "../../parts/methods";
import { AddressesInput } from "../../parts/tags-inputs";
import { TokenSettings } from "../profiles/token-settings";
import type { Draft } from "./draft";

/** How and from where the partner may call. */
export function CredentialsStep({ form }: { form: UseFormReturnType<Draft> }) {
  const { profile } = form.values;
  const set = (change: Partial<Draft["profile"]>) => {
    form.clearErrors();
    form.setValues({ profile: { ...profile, ...change } });
  };
  return (
    <Stack>
      <TokenSettings
        partner
        token={profile.token}
        onChange={(token) => set({ token })}
        errors={{ value: form.errors["profile.token.value"] ?? form.errors["profile.token"], expires_at: form.errors["profile.token.expires_at"] }}
      />
      <Box>
        <MethodsInput value={profile.allowed_methods} onChange={(allowed_methods) => set({ allowed_methods })} error={form.errors["profile.allowed_methods"]} />
      </Box>
      <AddressesInput
        label="IP allowlist"
        description="Empty: calls from any address are accepted."
        value={profile.ip_allowlist}
        onChange={(ip_allowlist) => set({ ip_allowlist })}
        error={form.errors["profile.ip_allowlist"]}
      />
    </Stack>
  );
}
