import { Stack } from "@mantine/core";
import { useState } from "react";
import type { IssuedToken, Policy } from "@shared/api/types";
import { LeaveGuard } from "../../parts/leave-guard";
import { policyText } from "../../parts/policy-text";
import { Checks } from "./checks";
import type { Onboarding } from "./draft";
import { LinkPart } from "./link-part";
import { Sheet } from "./sheet";
import { Waiting } from "./waiting";

/** What the server writes in the curl line where nobody knows the token. */
const placeholder = "<token>";

/** After Create: the proof, the sheet for the partner, and the wait for their first call. */
export function HandedOver({ onboarding }: { onboarding: Onboarding }) {
  const { client, profile } = onboarding;
  const [issued, setIssued] = useState<Pick<IssuedToken, "secret" | "link"> | null>(onboarding.token);
  // Copied, read, saved or printed: leaving loses nothing then.
  const [kept, setKept] = useState(false);
  const keep = () => setKept(true);
  const token = issued?.secret ?? null;
  const link = issued?.link ?? null;
  const sheet = { ...onboarding.hand_over, token, link: link?.url ?? null, curl: curlOf(onboarding.hand_over.curl, token) };
  const limits = sheet.policies.map((p) => policyText(p as Policy)).join("; ") || "none";
  return (
    <div className="with-aside">
      <LeaveGuard dirty={token !== null && !kept} title="Leave without the token?">
        Nobody has copied the token or its one-time link yet, and neither can be shown again. A new one can be made at any time.
      </LeaveGuard>
      <Stack gap="md" style={{ minWidth: 0 }}>
        <Checks client={client.id!} profile={profile.id!} created={onboarding.token !== null} token={token} collections={sheet.collections.map((c) => c.name)} />
        <Sheet sheet={sheet} limits={limits} onKept={keep}>
          <LinkPart
            client={client.id!}
            profile={profile.id!}
            link={link}
            onKept={keep}
            onIssued={(next) => {
              setIssued(next);
              setKept(false);
            }}
          />
        </Sheet>
      </Stack>
      <Waiting client={{ id: client.id!, name: client.name, since: client.created_at! }} profile={profile.name} />
    </div>
  );
}

/** The curl line with the token in it; none where it is not known. */
function curlOf(curl: string | null, token: string | null): string | null {
  if (!curl?.includes(placeholder)) return curl;
  return token && curl.replace(placeholder, () => token);
}
