import type { Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { Invited } from "../../parts/invited";

/** The link by which a user chooses a password. */
export function InvitationLink({ email, invitation }: { email: string; invitation: Schemas["Invitation"] }) {
  return (
    <Invited email={email} mailed={invitation.mailed} link={invitation.url}>
      With the link they choose a password; it works once and ends <Time at={invitation.expires_at} />.
    </Invited>
  );
}
