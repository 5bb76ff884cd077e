import { Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useOne } from "@shared/api/one";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { ActionButton } from "../../parts/action-button";
import { LeaveGuard } from "../../parts/leave-guard";
import { emailRule, optional } from "../../parts/rules";
import { useEdit } from "../../parts/use-edit";

type Settings = Schemas["Settings"] & { id: string };

interface Values {
  branding: { name: string };
  support: { email: string; url: string };
  retention: { request_log_age: string; request_log_bytes: number | string };
}

/** What an admin changes while Gatehouse runs. */
export function General() {
  const settings = useOne<Schemas["Settings"]>("/settings");
  if (settings.error) return <Failure error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data) return <Loading />;
  return <Form settings={{ ...settings.data, id: "settings" }} />;
}

function Form({ settings }: { settings: Settings }) {
  const { form, submit, saving, dirty, notices } = useEdit<Settings, Values>({
    path: "/settings",
    resource: settings,
    values: ({ branding, support, retention }) => ({ branding: { name: branding.name }, support: { ...support }, retention: { ...retention } }),
    labels: { branding: "Name", support: "Support", retention: "Request logs" },
    validate: { support: { email: optional(emailRule) } },
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
        <Section title="Names and help" description="What partners see in mails and on the pages that explain errors.">
          <Stack>
            <TextInput label="Name" description="Your company, as partners know it." {...form.getInputProps("branding.name")} />
            <TextInput label="Support email" type="email" {...form.getInputProps("support.email")} />
            <TextInput label="Support page" placeholder="https://example.com/support" {...form.getInputProps("support.url")} />
          </Stack>
        </Section>
        <Section title="Request logs" description="How long they are kept; what comes first ends a record’s life.">
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput label="Keep for" description="From 1h to 3650d" {...form.getInputProps("retention.request_log_age")} />
            <NumberInput label="Keep at most, bytes" description="0: no bound" min={0} allowDecimal={false} thousandSeparator="," {...form.getInputProps("retention.request_log_bytes")} />
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
