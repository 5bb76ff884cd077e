import { Alert, Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, Problem } from "@shared/api/client";
import { Failure, Loading } from "@shared/ui/states";
import { useSearchState } from "../../parts/search-state";
import type { Onboarding } from "./draft";
import { madeOf } from "./made-of";
import type { KeptDraft } from "./use-draft";
import { Wizard } from "./wizard";

interface BeginProps {
  onDone: (made: Onboarding, invite: boolean) => void;
  /** The draft was finished before: its client. */
  onFinished: (client: string) => void;
}

/** Goes on with the draft that the address names, or begins anew. */
export function Begin({ onDone, onFinished }: BeginProps) {
  const [search, setSearch] = useSearchState();
  const [named] = useState(search.draft);
  const kept = useQuery({ queryKey: ["onboarding-draft", named], queryFn: () => api.get<KeptDraft>(`/onboarding-drafts/${named}`), enabled: Boolean(named), gcTime: 0, refetchOnWindowFocus: false });
  if (named && kept.error instanceof Problem && kept.error.status === 404) return <Gone draft={named} onFinished={onFinished} />;
  if (named && kept.error) return <Failure error={kept.error} retry={() => void kept.refetch()} />;
  if (named && !kept.data) return <Loading />;
  return <Wizard draft={kept.data} onKept={(draft) => setSearch({ draft })} onDone={onDone} onFinished={onFinished} />;
}

/** A draft that is not there any more: shows what it became. */
function Gone({ draft, onFinished }: { draft: string; onFinished: (client: string) => void }) {
  const made = useQuery({ queryKey: ["made-of", draft], queryFn: () => madeOf(draft) });
  const client = made.data;
  useEffect(() => {
    if (client) onFinished(client);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client]);
  if (made.isPending || client) return <Loading />;
  return (
    <Alert color="gray" title="This draft is gone">
      <Stack align="flex-start" gap="sm">
        <Text size="sm">Somebody deleted it, or nobody changed it for 30 days.</Text>
        <Button component={Link} to="/onboard" variant="default" reloadDocument>
          Begin anew
        </Button>
      </Stack>
    </Alert>
  );
}
