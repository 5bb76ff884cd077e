import { Alert, Box, Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "@shared/api/client";
import { Page } from "@shared/ui/page";
import { Loading } from "@shared/ui/states";
import { useSearchState } from "../parts/search-state";
import { useWhyNot } from "../session";
import type { Onboarding } from "./onboard/draft";
import { HandedOver } from "./onboard/handed-over";
import type { KeptDraft } from "./onboard/use-draft";
import { Wizard } from "./onboard/wizard";

/** From zero to a first working call. */
export function Onboard() {
  const whyNot = useWhyNot("partners");
  const [done, setDone] = useState<Onboarding>();
  const [round, setRound] = useState(0);
  const [, setSearch] = useSearchState();
  const again = () => {
    setSearch({ draft: undefined });
    setDone(undefined);
    setRound(round + 1);
  };
  return (
    <Page
      title="Onboard a partner"
      description={done ? `${done.client.name} is ready to call.` : "From zero to a first working call. Nothing is created until you press Create; leaving keeps a draft."}
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
          <Begin key={round} onDone={setDone} />
        )}
      </Box>
    </Page>
  );
}

/** Goes on with the draft that the address names, or begins anew. */
function Begin({ onDone }: { onDone: (made: Onboarding) => void }) {
  const [search, setSearch] = useSearchState();
  const [named] = useState(search.draft);
  const kept = useQuery({ queryKey: ["onboarding-draft", named], queryFn: () => api.get<KeptDraft>(`/onboarding-drafts/${named}`), enabled: Boolean(named), gcTime: 0, refetchOnWindowFocus: false });
  if (named && kept.error) {
    return (
      <Alert color="gray" title="This draft is gone">
        <Stack align="flex-start" gap="sm">
          <Text size="sm">Somebody finished or deleted it, or nobody changed it for 30 days.</Text>
          <Button component={Link} to="/onboard" variant="default" reloadDocument>
            Begin anew
          </Button>
        </Stack>
      </Alert>
    );
  }
  if (named && !kept.data) return <Loading />;
  return (
    <Wizard
      draft={kept.data}
      onKept={(draft) => setSearch({ draft })}
      onDone={(made) => {
        setSearch({ draft: undefined });
        onDone(made);
      }}
    />
  );
}
