import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../../parts/action-button";
import { browserOf } from "../../../parts/browser";

type Session = Schemas["PortalSession"];

/** Who is signed in to the portal, each session to be ended from here. */
export function PortalSessions({ client }: { client: Client }) {
  const path = `/clients/${client.id}/portal-sessions`;
  const list = useList<Session>(path);
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: (session: Session | undefined) => api.delete(session ? `${path}/${session.id}` : path),
    onSuccess: (_, session) => {
      notifications.show({ color: "teal", message: session ? `Session of ${session.email} ended` : "All portal sessions ended" });
      void cache.invalidateQueries({ queryKey: ["list", path] });
    },
    onError: (error) => notifications.show({ color: "red", title: error instanceof Problem ? error.title : "Not ended", message: error.message, role: "alert" }),
  });
  const columns: Column<Session>[] = [
    { title: "Email", cell: (s) => <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>{s.email}</Text> },
    { title: "Browser", cell: (s) => <Text size="sm" lineClamp={1} title={s.user_agent} style={{ overflowWrap: "anywhere" }}>{browserOf(s.user_agent)}</Text>, wide: true },
    { title: "Address", cell: (s) => s.ip, wide: true },
    { title: "Signed in", cell: (s) => <Time at={s.created_at} /> },
    { title: "Ends", cell: (s) => <Time at={s.expires_at} />, wide: true },
    {
      title: "Actions",
      align: "right",
      cell: (s) => (
        <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" aria-label={`End session of ${s.email}`} onClick={() => end.mutate(s)}>
          End
        </ActionButton>
      ),
    },
  ];
  const all = list.items.length > 1 && (
    <ActionButton area="partners" variant="default" onClick={() => end.mutate(undefined)} loading={end.isPending && !end.variables}>
      End all
    </ActionButton>
  );
  return (
    <Section title="Portal sessions" description="Who is signed in. Ending a session signs that person out; as long as the address is authorized, they can sign in again." actions={all} bare>
      <DataTable label="Portal sessions" columns={columns} list={list} rowKey={(s) => s.id} empty={<Empty title="Nobody is signed in">Sessions of the addresses above appear here.</Empty>} />
    </Section>
  );
}
