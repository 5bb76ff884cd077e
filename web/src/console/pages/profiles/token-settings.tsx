import { Checkbox, Group, PasswordInput, Radio, Select, Stack, Text } from "@mantine/core";
import { lifetimes } from "../../parts/lifetimes";
import type { TokenValues } from "./token-values";

interface TokenSettingsProps {
  token: TokenValues;
  onChange: (token: TokenValues) => void;
  errors: { value?: React.ReactNode; expires_at?: React.ReactNode };
  title?: string;
  /** The partner may be the one who makes it. */
  partner?: boolean;
}

/** Token settings: generate, paste or leave it to the partner; expiry, one-time link. */
export function TokenSettings({ token, onChange, errors, title = "Token settings", partner }: TokenSettingsProps) {
  const set = (change: Partial<TokenValues>) => onChange({ ...token, ...change });
  return (
    <fieldset className="group">
      <legend>{title}</legend>
      <Stack gap="sm">
        <Radio.Group aria-label="Where the token comes from" value={token.source} onChange={(source) => set({ source: source as TokenValues["source"], value: "" })}>
          <Group gap="lg">
            <Radio value="generate" label="Generate" />
            <Radio value="paste" label="Paste" />
            {partner && <Radio value="partner" label="Partner generates it in the portal" />}
          </Group>
        </Radio.Group>
        {token.source === "paste" && (
          <PasswordInput
            label="Token"
            required
            description="32 to 512 characters. Use a random one that nothing else knows."
            autoComplete="off"
            data-1p-ignore
            value={token.value}
            onChange={(event) => set({ value: event.currentTarget.value })}
            error={errors.value}
          />
        )}
        {token.source === "partner" ? (
          <Text size="sm" c="dimmed">
            No secret travels: whoever may sign in to the developer portal for the client generates the token there, and rotates it later. Until then every call is answered 401.
          </Text>
        ) : (
          <Life token={token} set={set} error={errors.expires_at} />
        )}
      </Stack>
    </fieldset>
  );
}

/** When the token ends, and whether the partner reads it by a link. */
function Life({ token, set, error }: { token: TokenValues; set: (change: Partial<TokenValues>) => void; error?: React.ReactNode }) {
  return (
    <>
      <Select
        label="Token expires"
        data={lifetimes}
        value={token.days}
        onChange={(days) => set({ days: days ?? "" })}
        allowDeselect={false}
        error={error}
      />
      <Checkbox
        label="Also make a one-time link"
        description="The partner opens it to read the token; you need not send the token itself."
        checked={token.hand_over_link}
        onChange={(event) => set({ hand_over_link: event.currentTarget.checked })}
      />
    </>
  );
}
