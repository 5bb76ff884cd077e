import { Anchor, Paper, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { IssuedToken, Policy } from "@shared/api/types";
import { Section } from "@shared/ui/section";
import { LeaveGuard } from "../../parts/leave-guard";
import { policyText } from "../../parts/policy-text";
import { People } from "../clients/portal/people";
import { Checks } from "./checks";
import type { Onboarding } from "./draft";
import { LinkPart } from "./link-part";
import { Sheet } from "./sheet";
import { Waiting } from "./waiting";

/** What the server writes in the curl line where nobody knows the token. */
const placeholder = "<token>";

interface HandedOverProps {
  onboarding: Onboarding;
  /** A moment ago. */
  created: boolean;
  /** Everybody who is authorized is invited now. */
  invite: boolean;
}

/** After Create: the proof, the sheet for the partner, and the wait for their first call. */
export function HandedOver({ onboarding, created, invite }: HandedOverProps) {
  const { client, profile } = onboarding;
  const [issued, setIssued] = useState<Pick<IssuedToken, "secret" | "link"> | null>(onboarding.token);
  // Copied, read, saved or printed: leaving loses nothing then.
  const [kept, setKept] = useState(false);
  const keep = () => setKept(true);
  const token = issued?.secret ?? null;
  const link = issued?.link ?? null;
  const byPartner = profile.self_service && token === null;
  const sheet = { ...onboarding.hand_over, token, byPartner, link: link?.url ?? null, curl: byPartner ? onboarding.hand_over.curl : curlOf(onboarding.hand_over.curl, token) };
  const limits = sheet.policies.map((p) => policyText(p as Policy)).join("; ") || "none";
  return (
    <div className="with-aside">
      <LeaveGuard dirty={token !== null && !kept} title="Leave without the token?">
        Nobody has copied the token or its one-time link yet, and neither can be shown again. A new one can be made at any time.
      </LeaveGuard>
      <Stack gap="md" style={{ minWidth: 0 }}>
        <Checks client={client.id!} profile={profile.id!} created={created} token={token} collections={sheet.collections.map((c) => c.name)} />
        <Sheet sheet={sheet} limits={limits} onKept={keep}>
          <LinkPart
            client={client.id!}
            profile={profile.id!}
            link={link}
            byPartner={byPartner}
            onKept={keep}
            onIssued={(next) => {
              setIssued(next);
              setKept(false);
            }}
          />
        </Sheet>
        <Portal client={{ id: client.id!, status: client.status }} emails={client.portal_emails} invite={invite} />
      </Stack>
      <Waiting client={{ id: client.id!, name: client.name, since: client.created_at! }} profile={profile.name} />
    </div>
  );
}

/** Who of the partner may sign in to the developer portal, and the invites. */
function Portal({ client, emails, invite }: { client: { id: string; status: "enabled" | "disabled" }; emails: string[]; invite: boolean }) {
  return (
    <Paper withBorder p="md" className="no-print">
      <Section title="Developer portal" description={emails.length > 0 ? "They sign in with their address alone; an invite brings them there with one click." : undefined} bare>
        {emails.length > 0 ? (
          <People client={client} inviteAll={invite} />
        ) : (
          <Text size="sm">
            Nobody may sign in for this partner yet.{" "}
            <Anchor component={Link} to={`/clients/${client.id}/portal`} inherit underline="always">
              Add an address
            </Anchor>
          </Text>
        )}
      </Section>
    </Paper>
  );
}

/** The curl line with the token in it; none where it is not known. */
function curlOf(curl: string | null, token: string | null): string | null {
  if (!curl?.includes(placeholder)) return curl;
  return token && curl.replace(placeholder, () => token);
}
