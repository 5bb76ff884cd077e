import { Stack } from "@mantine/core";
import { useEffect } from "react";
import { Checks } from "./checks";
import type { Onboarding } from "./draft";
import { Sheet } from "./sheet";
import { Waiting } from "./waiting";

/** After Create: the proof, the sheet for the partner, and the wait for their first call. */
export function HandedOver({ onboarding }: { onboarding: Onboarding }) {
  const secret = onboarding.hand_over.token;
  useEffect(() => {
    // A reload would lose the secret: let the browser ask.
    if (!secret) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [secret]);
  return (
    <div className="with-aside">
      <Stack gap="md" style={{ minWidth: 0 }}>
        <Checks client={onboarding.client.id!} profile={onboarding.profile.id!} token={secret} collections={onboarding.hand_over.collections.map((c) => c.name)} />
        <Sheet onboarding={onboarding} />
      </Stack>
      <Waiting client={{ id: onboarding.client.id!, name: onboarding.client.name, since: onboarding.client.created_at! }} profile={onboarding.profile.name} />
    </div>
  );
}
