import { Alert, Box, Button } from "@mantine/core";
import { useState } from "react";
import { Page } from "@shared/ui/page";
import { useWhyNot } from "../session";
import type { Onboarding } from "./onboard/draft";
import { HandedOver } from "./onboard/handed-over";
import { Wizard } from "./onboard/wizard";

/** From zero to a first working call. */
export function Onboard() {
  const whyNot = useWhyNot("partners");
  const [done, setDone] = useState<Onboarding>();
  const [round, setRound] = useState(0);
  const again = () => {
    setDone(undefined);
    setRound(round + 1);
  };
  return (
    <Page
      title="Onboard a partner"
      description={done ? `${done.client.name} is ready to call.` : "From zero to a first working call. Nothing is created until you press Create."}
      actions={
        done && (
          <Button variant="default" onClick={again}>
            Onboard another
          </Button>
        )
      }
    >
      <Box>
        {whyNot ? (
          <Alert color="gray" title="You cannot do this">
            {whyNot}
          </Alert>
        ) : done ? (
          <HandedOver onboarding={done} />
        ) : (
          <Wizard key={round} onDone={setDone} />
        )}
      </Box>
    </Page>
  );
}
