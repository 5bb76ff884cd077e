import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Schemas } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { ActionButton } from "../../../parts/action-button";
import { few } from "../../../parts/impact";
import { LeaveGuard } from "../../../parts/leave-guard";
import { each, emailRule } from "../../../parts/rules";
import { EmailsInput } from "../../../parts/tags-inputs";
import { useEdit } from "../../../parts/use-edit";
import { useWhyNot } from "../../../session";

/** Step 5 of the recipe: who may sign in to the developer portal for this client. Whoever is taken out is named first. */
export function Emails({ client }: { client: Client }) {
  const whyNot = useWhyNot("partners");
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState(""); // becomes an address when the input is left, on the way to Save
  const { form, submit, saving, dirty, notices } = useEdit<Client, { emails: string[] }>({
    path: `/clients/${client.id}`,
    resource: client,
    values: (c) => ({ emails: c.portal_emails }),
    labels: { emails: "Authorized emails" },
    validate: { emails: each(emailRule) },
    save: ({ emails }, ifMatch) => api.put<Client>(`/clients/${client.id}/portal-access`, { emails }, { ifMatch }),
  });
  const gone = client.portal_emails.filter((email) => !form.values.emails.includes(email));
  const ask = (event: FormEvent<HTMLFormElement>) => {
    if (gone.length === 0) return submit(event);
    event.preventDefault();
    if (!form.validate().hasErrors) setAsking(true);
  };
  return (
    <form onSubmit={ask} style={{ maxWidth: 720 }} noValidate>
      <LeaveGuard dirty={dirty} />
      <Section
        title="Portal access"
        description={`These people may sign in to the developer portal for ${client.name} and see its collections. Adding an address is enough.`}
        bare
      >
        <Stack>
          {notices}
          <EmailsInput
            label="Authorized emails"
            description={whyNot ? undefined : "Press Enter after each address, or paste a list."}
            leftSection={<IconMail size={16} />}
            readOnly={Boolean(whyNot)}
            value={form.values.emails}
            onChange={(emails) => form.setFieldValue("emails", emails)}
            searchValue={typed}
            onSearchChange={setTyped}
            error={form.errors.emails}
          />
          <Group justify="flex-end" gap="xs">
            {dirty && (
              <Button variant="default" onClick={() => form.reset()}>
                Discard
              </Button>
            )}
            <ActionButton area="partners" type="submit" disabled={!dirty && typed === ""} loading={saving}>
              Save
            </ActionButton>
          </Group>
        </Stack>
      </Section>
      <Modal opened={asking} onClose={() => setAsking(false)} title={`Remove portal access of ${few(gone.length, "person", "people")}?`}>
        <Impact client={client} gone={gone} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false);
              submit();
            }}
          >
            Remove and save
          </Button>
        </Group>
      </Modal>
    </form>
  );
}

function Impact({ client, gone }: { client: Client; gone: string[] }) {
  const { items } = useList<Schemas["PortalSession"]>(`/clients/${client.id}/portal-sessions`, {}, { limit: 200 });
  const sessions = items.filter((s) => gone.includes(s.email)).length;
  return (
    <Stack gap="xs">
      <List size="sm">
        {gone.map((email) => (
          <List.Item key={email} style={{ overflowWrap: "anywhere" }}>
            {email}
          </List.Item>
        ))}
      </List>
      <Text size="sm">
        From now on they see nothing of {client.name} in the portal, and invites they hold stop working. {sessions > 0 ? `${few(sessions, "session")} of theirs lose it at once.` : "None of them is signed in."}
      </Text>
      <Text size="sm">Calls are not affected: tokens go on working. Rotate those that they may know.</Text>
    </Stack>
  );
}
