import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { IconLink, IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { IssuedToken, Page, Schemas } from "@shared/api/types";
import { CopyButton } from "@shared/ui/copy";
import { Failure } from "@shared/ui/states";
import { Time } from "@shared/ui/time";

type Link = Schemas["OneTimeLink"];

interface LinkPartProps {
  client: string;
  profile: string;
  /** The link whose address is known now. */
  link: IssuedToken["link"];
  /** The partner makes the token in the portal. */
  byPartner: boolean;
  onKept: () => void;
  onIssued: (token: IssuedToken) => void;
}

/** The one-time link: its address while it is known, what became of it, and the ways to revoke it and to make another. */
export function LinkPart({ client, profile, link, byPartner, onKept, onIssued }: LinkPartProps) {
  const cache = useQueryClient();
  const path = `/clients/${client}/one-time-links`;
  const links = useQuery({ queryKey: [path], queryFn: ({ signal }) => api.get<Page<Link>>(path, undefined, signal), refetchInterval: 5_000 });
  const current = links.data?.items.find((l) => (link ? l.id === link.id : l.status === "waiting")) ?? links.data?.items[0];
  const refresh = () => void cache.invalidateQueries({ queryKey: [path] });
  const revoke = useMutation({ mutationFn: (id: string) => api.delete(`/one-time-links/${id}`), onSettled: refresh });
  const rotate = useMutation({
    // The old token goes on for a day: whoever uses it already is not cut off.
    mutationFn: () => api.post<IssuedToken>(`/profiles/${profile}/rotate`, { overlap: "24h", hand_over_link: true }, { idempotencyKey: crypto.randomUUID() }),
    onSuccess: onIssued,
    onSettled: refresh,
  });
  const waiting = !links.data || current?.status === "waiting";
  const error = revoke.error ?? rotate.error;
  return (
    <Stack gap={6} className="no-print">
      {error && <Failure error={error} />}
      {link?.url && waiting && (
        <div className="sheet-rows">
          <div>
            <Text size="sm" c="dimmed">
              One-time link
            </Text>
            <Group gap={4} wrap="nowrap">
              <Code className="sheet-value" data-secret>
                {link.url}
              </Code>
              <CopyButton value={link.url} what="One-time link" onCopied={onKept} />
            </Group>
          </div>
        </div>
      )}
      <Group gap="xs" justify="space-between">
        <Text size="xs" c="dimmed" flex="1 1 260px" aria-live="polite">
          {byPartner && !current ? "No token has to be sent. If they cannot sign in to the portal, make one with a one-time link." : <State link={current} known={Boolean(link?.url)} loading={links.isPending} />}
        </Text>
        {current && waiting ? (
          <Button size="xs" variant="default" leftSection={<IconLinkOff size={14} />} loading={revoke.isPending} onClick={() => revoke.mutate(current.id)}>
            Revoke link
          </Button>
        ) : (
          !waiting && (
            <Button size="xs" variant="default" leftSection={<IconLink size={14} />} loading={rotate.isPending} onClick={() => rotate.mutate()}>
              New token and link
            </Button>
          )
        )}
      </Group>
    </Stack>
  );
}

function State({ link, known, loading }: { link?: Link; known: boolean; loading: boolean }) {
  if (loading) return "…";
  switch (link?.status) {
    case "waiting":
      return (
        <>
          {known ? "Send this link rather than the token. It opens once; ends" : "A one-time link waits to be opened; its address was shown before. Ends"} <Time at={link.expires_at} />
        </>
      );
    case "revealed":
      return (
        <>
          The one-time link was opened <Time at={link.revealed_at} />
        </>
      );
    case "revoked":
      return "The one-time link was revoked. The token behind it goes on working.";
    case "expired":
      return "The one-time link has expired.";
    default:
      return "No one-time link was made. A new token comes with one; the old token goes on for 24 hours.";
  }
}
