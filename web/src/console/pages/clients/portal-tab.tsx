import { Button, Group, Stack } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { ActionButton } from "../../parts/action-button";
import { LeaveGuard } from "../../parts/leave-guard";
import { each, emailRule } from "../../parts/rules";
import { EmailsInput } from "../../parts/tags-inputs";
import { useEdit } from "../../parts/use-edit";
import { useWhyNot } from "../../session";

/** Step 5 of the recipe: who may sign in to the developer portal for this client. */
export function PortalAccess({ client }: { client: Client }) {
  const whyNot = useWhyNot("partners");
  const { form, submit, saving, dirty, notices } = useEdit<Client, { emails: string[] }>({
    path: `/clients/${client.id}`,
    resource: client,
    values: (c) => ({ emails: c.portal_emails }),
    labels: { emails: "Authorized emails" },
    validate: { emails: each(emailRule) },
    save: ({ emails }, ifMatch) => api.put<Client>(`/clients/${client.id}/portal-access`, { emails }, { ifMatch }),
  });
  return (
    <form onSubmit={submit} style={{ maxWidth: 720 }} noValidate>
      <LeaveGuard dirty={dirty} />
      <Section
        title="Portal access"
        description={`These people may sign in to the developer portal for ${client.name} and see its collections. Adding an address is enough; who is removed loses access at once.`}
        bare
      >
        <Stack>
          {notices}
          <EmailsInput
            label="Authorized emails"
            description="Press Enter after each address, or paste a list."
            leftSection={<IconMail size={16} />}
            readOnly={Boolean(whyNot)}
            value={form.values.emails}
            onChange={(emails) => form.setFieldValue("emails", emails)}
            error={form.errors.emails}
          />
          <Group justify="flex-end" gap="xs">
            {dirty && (
              <Button variant="default" onClick={() => form.reset()}>
                Discard
              </Button>
            )}
            <ActionButton area="partners" type="submit" disabled={!dirty} loading={saving}>
              Save
            </ActionButton>
          </Group>
        </Stack>
      </Section>
    </form>
  );
}
