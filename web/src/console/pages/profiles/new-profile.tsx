import { Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Schemas } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { OneTimeLink, SecretOnce } from "@shared/ui/secret";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { FormFoot } from "../../parts/form-foot";
import { Pick } from "../../parts/pick";
import { nameRule } from "../../parts/rules";
import { useCreate } from "../../parts/use-create";
import { blankProfile, profileBody, ProfileFields, profileRules, type ProfileValues } from "./profile-form";
import { TokenSettings } from "./token-settings";
import { blankToken, tokenBody, tokenRule, type TokenValues } from "./token-values";

type Created = Schemas["CreatedProfile"];

interface Values extends ProfileValues {
  name: string;
  client_id: string | null;
  auth: "token" | "none";
  token: TokenValues;
}

const blank: Values = { ...blankProfile, name: "", client_id: null, auth: "token", token: blankToken };

function body({ name, client_id, auth, token, ...rest }: Values) {
  const tokens = auth === "token";
  const self_service = tokens && (rest.self_service || token.source === "partner");
  return { ...profileBody(rest), name, client_id, auth: { type: auth }, self_service, token: tokens ? tokenBody(token) : undefined };
}

interface NewProfileProps {
  opened: boolean;
  onClose: () => void;
  /** Chosen already, where the sheet is opened from a client. */
  clientId?: string;
}

/** Step 2 of the recipe. Holds a secret, so nothing of it is kept over a reload. */
export function NewProfile({ opened, onClose, clientId }: NewProfileProps) {
  const [created, setCreated] = useState<Created>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <SideSheet title={created ? "Profile created" : "New profile"} opened={opened} onClose={close} size={520}>
      {created ? <Done profile={created} onClose={close} /> : <Form clientId={clientId} onClose={close} onCreated={setCreated} />}
    </SideSheet>
  );
}

function Form({ clientId, onClose, onCreated }: { clientId?: string; onClose: () => void; onCreated: (p: Created) => void }) {
  const form = useForm<Values>({
    initialValues: { ...blank, client_id: clientId ?? null },
    validate: { ...profileRules, name: nameRule, client_id: (id) => (id ? null : "Choose the client it belongs to."), token: (t, v) => (v.auth === "token" ? tokenRule(t) : null) },
    validateInputOnBlur: ["name"],
  });
  const { create, busy, unbound } = useCreate<Created, Values>("/profiles", form, body, onCreated);
  const { name, token, auth, client_id } = form.values;
  return (
    <form onSubmit={form.onSubmit(create)} noValidate autoComplete="off">
      <Stack>
        {unbound && <Failure error={unbound} />}
        <TextInput label="Name" required data-autofocus placeholder="acme-corp-standard" description="The Profile ID that the partner sends in X-Profile-ID. It never changes." spellCheck={false} {...form.getInputProps("name")} value={name} />
        <Pick kind="clients" label="Client" required placeholder="Choose a client" value={client_id} onChange={(id) => form.setFieldValue("client_id", id)} error={form.errors.client_id} />
        <Select
          label="Auth method"
          data={[
            { value: "token", label: "Token" },
            { value: "none", label: "None" },
          ]}
          value={auth}
          onChange={(type) => form.setFieldValue("auth", type as Values["auth"])}
          allowDeselect={false}
          description={auth === "none" ? "Anybody who knows both ids can call. Only for tests and public data." : undefined}
          error={form.errors.auth ?? form.errors["auth.type"]}
        />
        {auth === "token" && (
          <TokenSettings partner token={token} onChange={(t) => form.setFieldValue("token", t)} errors={{ value: form.errors.token ?? form.errors["token.value"], expires_at: form.errors["token.expires_at"] }} />
        )}
        <ProfileFields form={form} tokens={auth === "token" && token.source !== "partner"} />
        <FormFoot onCancel={onClose} busy={busy} />
      </Stack>
    </form>
  );
}

function Done({ profile, onClose }: { profile: Created; onClose: () => void }) {
  const secret = profile.token?.secret;
  useEffect(() => {
    // A reload would lose the secret: let the browser ask.
    if (!secret) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [secret]);
  return (
    <Stack>
      {secret && (
        <SecretOnce what="token" secret={secret}>
          {profile.token?.link?.url && <OneTimeLink url={profile.token.link.url} />}
        </SecretOnce>
      )}
      {profile.self_service && !profile.token && (
        <Text size="sm">
          The partner generates the token in the developer portal, under Credentials. Who may sign in there stands in the client’s{" "}
          <Anchor component={Link} to={`/clients/${profile.client_id}/portal`} inherit underline="always">
            Portal access
          </Anchor>
          .
        </Text>
      )}
      {profile.token && !secret && <Text size="sm">The token was shown before and cannot be shown again. If nobody stored it, rotate it on the profile’s page.</Text>}
      <div>
        <Text size="sm" fw={500}>
          Profile ID
        </Text>
        <CopyId value={profile.name} what="Profile ID" />
        <Text size="xs" c="dimmed" mt={4}>
          The partner sends it in the X-Profile-ID header.
        </Text>
      </div>
      <Group>
        <Button onClick={onClose}>Done</Button>
        <Button variant="default" component={Link} to={`/profiles/${profile.id}`}>
          Open the profile
        </Button>
      </Group>
    </Stack>
  );
}
