import { Group, Paper, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useList } from "@shared/api/list";
import type { Client, Schemas } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../../parts/action-button";
import { Invited } from "../../../parts/invited";
import { useInvite } from "../../../parts/use-invite";

type Person = Schemas["PortalPerson"];
type Mail = NonNullable<Person["mail"]>;

interface PeopleProps {
  client: Pick<Client, "id" | "status">;
  /** Invites everybody when it is shown: the wizard's last step. */
  inviteAll?: boolean;
}

/** Each authorized address with what became of the newest mail to it, and a way to invite it. */
export function People({ client, inviteAll }: PeopleProps) {
  const path = `/clients/${client.id}/portal-access`;
  const list = useList<Person>(path, {}, { limit: 200 });
  const cache = useQueryClient();
  const invite = useInvite();
  const { mutate } = invite;
  useEffect(() => {
    if (inviteAll) mutate({ client: client.id });
  }, [inviteAll, mutate, client.id]);
  const waiting = list.items.some((p) => p.mail?.status === "waiting");
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void cache.invalidateQueries({ queryKey: ["list", path] }), 3_000);
    return () => clearInterval(timer);
  }, [waiting, cache, path]);
  return (
    <Stack gap="sm">
      {invite.error && <Failure error={invite.error} />}
      {client.status === "disabled" && (
        <Text size="sm" c="dimmed">
          The client is disabled: nobody can be invited until it is enabled.
        </Text>
      )}
      {invite.data?.items.map((i) => (
        <Invited key={i.mail_id} email={i.email} mailed={i.mailed} link={i.link}>
          The link signs them in to the developer portal once, within 72 hours.
        </Invited>
      ))}
      {list.error ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Invites">
          {list.items.map((p, i) => (
            <Group component="li" key={p.email} px="md" py="sm" gap="sm" justify="space-between" wrap="nowrap" style={i > 0 ? { borderTop: "1px solid var(--mantine-color-default-border)" } : undefined}>
              <div style={{ minWidth: 0 }}>
                <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
                  {p.email}
                </Text>
                <NewestMail mail={p.mail} />
              </div>
              <ActionButton area="partners" variant="default" size="compact-sm" style={{ flex: "none" }} aria-label={`Send invite to ${p.email}`} disabled={client.status === "disabled"} loading={invite.isPending && [undefined, p.email].includes(invite.variables.email)} onClick={() => invite.mutate({ client: client.id, email: p.email })}>
                {p.mail ? "Send again" : "Send invite"}
              </ActionButton>
            </Group>
          ))}
        </Paper>
      )}
    </Stack>
  );
}

const nouns: Record<Mail["kind"], string> = { portal_invitation: "Invite", portal_sign_in: "Sign-in link" };

/** What became of a mail; of one that failed, the words of the mail server. */
function NewestMail({ mail }: { mail: Mail | null }) {
  if (!mail) {
    return (
      <Text size="sm" c="dimmed">
        not invited yet
      </Text>
    );
  }
  const word = { sent: "delivered", waiting: mail.last_error ? "not delivered yet" : "waiting", failed: "failed" }[mail.status];
  return (
    <>
      <Status of={mail.status} label={`${nouns[mail.kind]} ${word}`} />{" "}
      <Text span size="xs" c="dimmed">
        <Time at={mail.sent_at ?? mail.created_at} />
      </Text>
      {mail.last_error && (
        <Text size="xs" c="var(--mantine-color-error)" style={{ overflowWrap: "anywhere" }}>
          {mail.last_error}
        </Text>
      )}
    </>
  );
}
