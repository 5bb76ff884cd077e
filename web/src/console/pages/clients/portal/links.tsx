import { Code } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Client, Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../../parts/action-button";

type OneTimeLink = Schemas["OneTimeLink"];

/** The links by which tokens were handed over, what became of each, and a way to take one back. */
export function OneTimeLinks({ client }: { client: Client }) {
  const path = `/clients/${client.id}/one-time-links`;
  const list = useList<OneTimeLink>(path, {}, { limit: 200 });
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: (link: OneTimeLink) => api.delete(`/one-time-links/${link.id}`),
    onSuccess: () => notifications.show({ color: "teal", message: "One-time link revoked; the token behind it goes on working" }),
    onError: (error) => notifications.show({ color: "red", title: error instanceof Problem ? error.title : "Not revoked", message: error.message, role: "alert" }),
    onSettled: () => cache.invalidateQueries({ queryKey: ["list", path] }),
  });
  const columns: Column<OneTimeLink>[] = [
    { title: "Made", cell: (l) => <Time at={l.created_at} /> },
    { title: "Status", cell: (l) => <Status of={l.status} label={words[l.status]} /> },
    { title: "Opened", cell: (l) => <Time at={l.revealed_at} never="not opened" />, wide: true },
    { title: "Ends", cell: (l) => (l.status === "waiting" ? <Time at={l.expires_at} /> : "–"), wide: true },
    { title: "Link", cell: (l) => <Code>{l.id}</Code>, wide: true },
    {
      title: "Actions",
      align: "right",
      cell: (l) =>
        l.status === "waiting" && (
          <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" aria-label={`Revoke one-time link ${l.id}`} onClick={() => revoke.mutate(l)}>
            Revoke
          </ActionButton>
        ),
    },
  ];
  return (
    <Section title="One-time links" description="Each shows a token once, within 24 hours, to whoever opens it. They are made with a token." bare>
      <DataTable label="One-time links" columns={columns} list={list} rowKey={(l) => l.id} empty={<Empty title="No one-time link">Tick <i>Also make a one-time link</i> when a token is made, and nobody has to mail the token itself.</Empty>} />
    </Section>
  );
}

const words: Record<OneTimeLink["status"], string> = { waiting: "Waiting", revealed: "Opened", revoked: "Revoked", expired: "Expired" };
