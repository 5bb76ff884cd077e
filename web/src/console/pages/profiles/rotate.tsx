import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import type { IssuedToken, Profile, Token } from "@shared/api/types";
import { OneTimeLink, SecretOnce } from "@shared/ui/secret";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { FormFoot } from "../../parts/form-foot";
import { useCreate } from "../../parts/use-create";
import { TokenSettings } from "./token-settings";
import { blankToken, tokenBody, tokenRule, type TokenValues } from "./token-values";

const overlaps = [
  { value: "0s", label: "None: the old token stops now" },
  { value: "1h", label: "1 hour" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
];

interface NewTokenProps {
  opened: boolean;
  profile: Profile;
  tokens: Token[];
  /** rotate: the others end after the overlap. add: they go on. */
  mode?: "rotate" | "add";
  onClose: () => void;
}

/** A further token of a profile, replacing the others after an overlap or beside them. */
export function NewToken({ opened, profile, tokens, mode, onClose }: NewTokenProps) {
  const [issued, setIssued] = useState<IssuedToken>();
  const title = issued ? "Token created" : mode === "add" ? "Add token" : "Rotate token";
  const close = () => {
    setIssued(undefined);
    onClose();
  };
  return (
    <SideSheet title={title} opened={opened} onClose={close} size={520}>
      {issued ? <Issued token={issued} onClose={close} /> : mode && <Form profile={profile} tokens={tokens} mode={mode} onClose={close} onIssued={setIssued} />}
    </SideSheet>
  );
}

interface Values {
  overlap: string;
  token: TokenValues;
}

function Form({ profile, tokens, mode, onClose, onIssued }: { profile: Profile; tokens: Token[]; mode: "rotate" | "add"; onClose: () => void; onIssued: (t: IssuedToken) => void }) {
  const form = useForm<Values>({ initialValues: { overlap: "24h", token: blankToken }, validate: { token: tokenRule } });
  const rotate = mode === "rotate";
  const path = `/profiles/${profile.id}/${rotate ? "rotate" : "tokens"}`;
  const { create, busy, unbound } = useCreate<IssuedToken, Values>(path, form, ({ overlap, token }) => body(rotate, overlap, token), onIssued);
  return (
    <form onSubmit={form.onSubmit(create)} noValidate autoComplete="off">
      <Stack>
        {unbound && <Failure error={unbound} />}
        <Text size="sm">{rotate ? "Makes a new token. The old ones go on working for the overlap, then retire by themselves. The Profile ID stays." : "Makes one more token. The others go on working."}</Text>
        {rotate && <InUse tokens={tokens} />}
        {rotate && <Select label="Overlap" data={overlaps} allowDeselect={false} {...form.getInputProps("overlap")} />}
        <TokenSettings token={form.values.token} onChange={(t) => form.setFieldValue("token", t)} errors={{ value: form.errors.token ?? form.errors.value, expires_at: form.errors.expires_at }} title="New token" />
        <FormFoot onCancel={onClose} busy={busy} label={rotate ? "Rotate" : "Add token"} />
      </Stack>
    </form>
  );
}

function body(rotate: boolean, overlap: string, token: TokenValues) {
  if (!rotate) return tokenBody(token);
  // A rotation generates unless it is given a value.
  const { generate: _, ...rest } = { generate: undefined, ...tokenBody(token) };
  return { ...rest, overlap };
}

/** Whether the tokens about to retire are still called with. */
function InUse({ tokens }: { tokens: Token[] }) {
  const live = tokens.filter((t) => t.status === "active" || t.status === "retiring");
  return (
    <Stack gap={2}>
      {live.map((t) => (
        <Text key={t.id} size="sm" c="dimmed">
          {t.prefix}… {t.last_used_at ? "was last used " : "was never used"}
          {t.last_used_at && <Time at={t.last_used_at} />}
          {t.last_used_ip && ` from ${t.last_used_ip}`}
        </Text>
      ))}
    </Stack>
  );
}

function Issued({ token, onClose }: { token: IssuedToken; onClose: () => void }) {
  return (
    <Stack>
      {token.secret ? (
        <SecretOnce what="token" secret={token.secret}>{token.link?.url && <OneTimeLink url={token.link.url} />}</SecretOnce>
      ) : (
        <Text size="sm">The token was shown before and cannot be shown again. If nobody stored it, rotate once more.</Text>
      )}
      <Group>
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
