import { Button, Checkbox, Group, Modal, Paper, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import type { Client } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { Invited } from "../../parts/invited";
import { Pick } from "../../parts/pick";
import { useInvite } from "../../parts/use-invite";
import type { AccessRequest } from "./request-table";

interface AuthorizeProps {
  request: AccessRequest;
  client?: Client;
  onClose: () => void;
}

/** Authorizes the address of a request for a client, which answers the request, and invites its owner. */
export function Authorize({ request, client, onClose }: AuthorizeProps) {
  const { email } = request;
  const cache = useQueryClient();
  const [id, setId] = useState<string | null>(client?.id ?? null);
  const [inviting, setInviting] = useState(true);
  const invite = useInvite();
  const give = useMutation({
    mutationFn: (to: string) => authorize(to, email),
    onSuccess: async ({ id: to, name }) => {
      notifications.show({ color: "teal", message: `${email} may sign in for ${name}` });
      if (inviting) await invite.mutateAsync({ client: to, email }).catch(() => undefined);
      else onClose();
      void cache.invalidateQueries();
    },
  });
  const done = give.isSuccess && inviting && !invite.isPending;
  return (
    <Modal opened onClose={onClose} title={`Give portal access to ${email}`}>
      <Stack>
        {(give.error ?? invite.error) && <Failure error={give.error ?? invite.error} />}
        {invite.data?.items.map((i) => (
          <Invited key={i.mail_id} email={i.email} mailed={i.mailed} link={i.link}>
            The link signs them in to the developer portal once, within 72 hours.
          </Invited>
        ))}
        {!done && (
          <>
            <Asked of={request} />
            <Text size="sm">Nobody has proven yet that the address is theirs. Only who reads its mail can sign in; check that it belongs to the partner.</Text>
            {!client && <Pick kind="clients" label="Client" required placeholder="Choose a client" description="What they will see is what this client may call." value={id} onChange={setId} data-autofocus />}
            <Checkbox label="Send an invite" description="A mail with a sign-in link, good for 72 hours." checked={inviting} onChange={(event) => setInviting(event.currentTarget.checked)} />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {done ? "Close" : "Cancel"}
          </Button>
          {!done && (
            <Button disabled={!id} loading={give.isPending || invite.isPending} onClick={() => id && give.mutate(id)}>
              Give access
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** What they wrote; text from outside. */
function Asked({ of: { name, company, message } }: { of: AccessRequest }) {
  return (
    <Paper withBorder p="sm" style={{ overflowWrap: "anywhere" }} dir="auto">
      <Text size="sm" fw={600}>
        {[name, company].filter(Boolean).join(", ")}
      </Text>
      <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
        {message || "No message."}
      </Text>
    </Paper>
  );
}

/** The set is replaced as a whole: it is read afresh, and the version guards it. */
async function authorize(client: string, email: string): Promise<Client> {
  const now = await api.get<Client>(`/clients/${client}`);
  if (now.portal_emails.includes(email)) return now;
  return api.put<Client>(`/clients/${client}/portal-access`, { emails: [...now.portal_emails, email] }, { ifMatch: now.version });
}
