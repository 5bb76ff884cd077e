import { Group, Stack, Switch, TextInput } from "@mantine/core";
import { useOne } from "@shared/api/one";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { WholeNumber } from "@shared/ui/whole-number";
import { ActionButton } from "../../parts/action-button";
import { LeaveGuard } from "../../parts/leave-guard";
import { emailRule, optional } from "../../parts/rules";
import { useEdit } from "../../parts/use-edit";
import { AccentInput } from "./accent-input";
import { isColor } from "./contrast";

type Settings = Schemas["Settings"] & { id: string };

interface Values {
  branding: { name: string; logo_url: string; accent_color: string };
  support: { email: string; url: string };
  retention: { request_log_age: string; request_log_bytes: number | string };
  request_access: boolean;
}

/** What an admin changes while Gatehouse runs. */
export function General() {
  const settings = useOne<Schemas["Settings"]>("/settings");
  if (settings.error) return <Failure error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data) return <Loading />;
  return <Form settings={{ ...settings.data, id: "settings" }} />;
}

const https = (text: string) => (/^https:\/\/\S+$/.test(text) ? null : "Use an address that begins with https://.");
const color = (text: string) => (isColor(text) ? null : "Use six hexadecimal digits such as #1a5fb4.");

function Form({ settings }: { settings: Settings }) {
  const { form, submit, saving, dirty, notices } = useEdit<Settings, Values>({
    path: "/settings",
    resource: settings,
    values: ({ branding, support, retention, request_access }) => ({ branding: { ...branding }, support: { ...support }, retention: { ...retention }, request_access }),
    labels: { branding: "Branding", support: "Support", retention: "Request logs", request_access: "Access requests" },
    validate: { branding: { logo_url: optional(https), accent_color: optional(color) }, support: { email: optional(emailRule), url: optional(https) } },
    save: async ({ retention, ...values }, ifMatch) => ({
      ...(await api.patch<Schemas["Settings"]>("/settings", { ...values, retention: { ...retention, request_log_bytes: Number(retention.request_log_bytes) || 0 } }, { ifMatch })),
      id: "settings",
    }),
  });
  return (
    <form onSubmit={submit} style={{ maxWidth: 720 }} noValidate>
      <LeaveGuard dirty={dirty} />
      <Stack gap="lg">
        {notices}
        <Section title="Branding" description="How mails, error pages and the developer portal present you to partners.">
          <Stack>
            <TextInput label="Name" description="Your company, as partners know it." {...form.getInputProps("branding.name")} />
            <TextInput label="Logo" placeholder="https://example.com/logo.svg" description="Address of a picture; empty: the name alone." {...form.getInputProps("branding.logo_url")} />
            <AccentInput value={form.values.branding.accent_color} onChange={(c) => form.setFieldValue("branding.accent_color", c)} error={form.errors["branding.accent_color"]} />
          </Stack>
        </Section>
        <Section title="Help" description="Whom a partner turns to.">
          <Stack>
            <TextInput label="Support email" type="email" placeholder="api-support@example.com" {...form.getInputProps("support.email")} />
            <TextInput label="Support page" placeholder="https://example.com/support" {...form.getInputProps("support.url")} />
            <Switch
              label="Access requests"
              description="Whoever has no access may ask for it on the developer portal’s sign-in page. Each waits under Access requests until somebody answers it."
              {...form.getInputProps("request_access", { type: "checkbox" })}
            />
          </Stack>
        </Section>
        <Section title="Request logs" description="How long they are kept; what comes first ends a record’s life.">
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput label="Keep for" description="From 1h to 3650d" {...form.getInputProps("retention.request_log_age")} />
            <WholeNumber label="Keep at most, bytes" description="0: no bound" {...form.getInputProps("retention.request_log_bytes")} />
          </Group>
        </Section>
        <Group justify="flex-end">
          <ActionButton area="system" type="submit" disabled={!dirty} loading={saving}>
            Save
          </ActionButton>
        </Group>
      </Stack>
    </form>
  );
}
