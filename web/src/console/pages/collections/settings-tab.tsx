import { ActionIcon, Button, Checkbox, Group, PasswordInput, SimpleGrid, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { api } from "@shared/api/client";
import type { Collection } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { WholeNumber } from "@shared/ui/whole-number";
import { FormFoot } from "../../parts/form-foot";
import { LeaveGuard } from "../../parts/leave-guard";
import { useEdit } from "../../parts/use-edit";
import { useWhyNot } from "../../session";
import { renaming } from "./pointers";
import { TryUpstream } from "./try-upstream";
import { settingsBody, settingsLabels, settingsPointers, settingsRules, settingsValues, type SettingsValues } from "./settings-form";

type Form = UseFormReturnType<SettingsValues>;

/** Where requests go, with what, and what browsers may do. */
export function SettingsTab({ collection }: { collection: Collection }) {
  const path = `/collections/${collection.id}`;
  const whyNot = useWhyNot("partners");
  // Apart from the form, so that no dialog ever shows it.
  const [secret, setSecret] = useState("");
  const { form, submit, saving, dirty, notices } = useEdit<Collection, SettingsValues>({
    path,
    resource: collection,
    values: settingsValues,
    validate: settingsRules,
    labels: settingsLabels,
    save: (values, ifMatch) => renaming(settingsPointers, () => api.patch<Collection>(path, settingsBody(values, secret), { ifMatch })),
    saved: () => setSecret(""),
  });
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard dirty={dirty || secret !== ""} />
      <Text size="sm" c="dimmed" mb="md">
        {whyNot ?? "Saved to the draft; the gateway follows once it is published."}
      </Text>
      <fieldset disabled={Boolean(whyNot)} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack gap="lg" maw={860}>
          {notices}
          <Section title="Upstream">
            <Upstream form={form} />
          </Section>
          <Section title="Credential for the upstream" description="A header that Gatehouse sets on every request. Partners never see it, and neither does anybody here once it is saved.">
            <Credential form={form} stored={collection.upstream.credential?.header} secret={secret} onSecret={setSecret} />
          </Section>
          <Section title="Requests">
            <Requests form={form} />
          </Section>
          {!whyNot && <FormFoot busy={saving} />}
        </Stack>
      </fieldset>
    </form>
  );
}

function Upstream({ form }: { form: Form }) {
  const { targets } = form.getValues();
  return (
    <Stack>
      <TextInput label="Base path" required description="Where the collection begins below the gateway’s URL." autoComplete="off" spellCheck={false} {...form.getInputProps("base_path")} />
      <Stack gap="xs">
        {targets.map((_, i) => (
          <Group key={i} align="flex-start" wrap="nowrap" gap="xs">
            <TextInput label={i === 0 ? "Target URL" : undefined} aria-label={i === 0 ? undefined : `Target URL ${i + 1}`} required placeholder="https://shipments.internal:8443" flex={1} autoComplete="off" spellCheck={false} {...form.getInputProps(`targets.${i}.url`)} />
            <WholeNumber label={i === 0 ? "Weight" : undefined} aria-label={i === 0 ? undefined : `Weight ${i + 1}`} w={92} {...form.getInputProps(`targets.${i}.weight`)} />
            <ActionIcon variant="subtle" color="gray" size={36} mt={i === 0 ? 24 : 0} aria-label={`Remove target ${i + 1}`} disabled={targets.length === 1} onClick={() => form.removeListItem("targets", i)}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => form.insertListItem("targets", { url: "", weight: 1 })}>
            Add target
          </Button>
          <Text size="xs" c="dimmed">
            Requests are shared by weight.
          </Text>
        </Group>
        <TryUpstream urls={targets.map((t) => t.url)} />
      </Stack>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Timeout form={form} name="connect_timeout" label="Connect timeout" description="For the connection" />
        <Timeout form={form} name="header_timeout" label="Header timeout" description="To the answer’s first byte" />
        <Timeout form={form} name="idle_timeout" label="Idle timeout" description="Between bytes" />
      </SimpleGrid>
      <Checkbox label="Forward the base path too" description="Otherwise the upstream sees the path below it." {...form.getInputProps("keep_base_path", { type: "checkbox" })} />
    </Stack>
  );
}

function Timeout({ form, name, label, description }: { form: Form; name: string; label: string; description: ReactNode }) {
  return <TextInput label={label} description={description} placeholder="30s" autoComplete="off" {...form.getInputProps(name)} />;
}

function Credential({ form, stored, secret, onSecret }: { form: Form; stored?: string; secret: string; onSecret: (value: string) => void }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput label="Header" placeholder="Authorization" description="Empty: none is sent." autoComplete="off" spellCheck={false} {...form.getInputProps("credential_header")} error={form.errors["credential.header"] ?? form.errors.credential_header} />
      <PasswordInput label="Value" placeholder={stored ? "Stored; type to replace it" : "Basic c2VjcmV0"} description={stored ? "Empty: the stored value stays." : "Sealed at rest, never shown again."} autoComplete="new-password" value={secret} onChange={(e) => onSecret(e.currentTarget.value)} error={form.errors["credential.value"]} disabled={form.getValues().credential_header.trim() === ""} />
    </SimpleGrid>
  );
}

function Requests({ form }: { form: Form }) {
  return (
    <Stack>
      <Checkbox label="Validate requests" description="Parameters and body are checked against each endpoint’s documentation before the upstream sees them." {...form.getInputProps("validate_requests", { type: "checkbox" })} />
      <WholeNumber label="Largest body, bytes" description="Empty: no limit of its own." w={{ base: "100%", xs: 240 }} {...form.getInputProps("max_body_bytes")} />
      <TagsInput label="Browser origins" description="Web pages that may call directly (CORS). Empty: none." placeholder="https://app.example.com" acceptValueOnBlur splitChars={[",", " ", "\n"]} {...form.getInputProps("origins")} />
    </Stack>
  );
}
