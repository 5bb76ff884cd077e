import { Stack } from "@mantine/core";
import type { Client } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { Emails } from "./portal/emails";
import { OneTimeLinks } from "./portal/links";
import { People } from "./portal/people";
import { ClientAccessRequests } from "./portal/requests";
import { PortalSessions } from "./portal/sessions";

/** Who may sign in to the developer portal for the client, who is there now, and what was handed over. */
export function PortalAccess({ client }: { client: Client }) {
  return (
    <Stack gap="xl">
      <Emails client={client} />
      <ClientAccessRequests client={client} />
      {client.portal_emails.length > 0 && (
        <>
          <Section title="Invites" description="Nobody needs one: the portal mails a sign-in link to whoever is authorized and asks. An invite saves them the asking; its link is good for 72 hours." bare>
            <People client={client} />
          </Section>
          <PortalSessions client={client} />
        </>
      )}
      <OneTimeLinks client={client} />
    </Stack>
  );
}
