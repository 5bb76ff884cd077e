import { Alert, Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Page } from "@shared/ui/page";
import { later } from "../parts/later";
import { useSearchState } from "../parts/search-state";
import { useWhyNot } from "../session";
import { Begin } from "./onboard/begin";
import type { Made } from "./onboard/draft";

const Finished = later(async () => (await import("./onboard/finished")).Finished);

/** From zero to a first working call. */
export function Onboard() {
  const whyNot = useWhyNot("partners");
  const [{ client, profile }, setSearch] = useSearchState();
  const [made, setMade] = useState<Made>();
  const [round, setRound] = useState(0);
  // The address names what was made, so that a reload shows it again; the secret is here alone.
  const show = (client: string, profile?: string) => setSearch({ draft: undefined, client, profile });
  useEffect(() => {
    // The form is gone, and with it what had the focus.
    if (client) document.querySelector<HTMLElement>("h1")?.focus();
  }, [client]);
  const again = () => {
    setMade(undefined);
    setRound(round + 1);
    setSearch({ client: undefined, profile: undefined });
  };
  return (
    <Page
      title="Onboard a partner"
      description={client ? "Verify, hand over, and see the first call arrive." : "From zero to a first working call. Nothing is created until you press Create; leaving keeps a draft."}
      actions={
        client && (
          <Button variant="default" onClick={again} className="no-print">
            Onboard another
          </Button>
        )
      }
    >
      {whyNot ? (
        <Alert color="gray" title="You cannot do this">
          {whyNot}
        </Alert>
      ) : client ? (
        <Finished client={client} profile={profile} made={made?.onboarding.client.id === client ? made : undefined} />
      ) : (
        <Begin
          key={round}
          onDone={(onboarding, invite) => {
            setMade({ onboarding, invite });
            show(onboarding.client.id!, onboarding.profile.name);
          }}
          onFinished={show}
        />
      )}
    </Page>
  );
}
