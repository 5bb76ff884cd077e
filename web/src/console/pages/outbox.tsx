import { Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { IconRefresh, IconSearch, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { Facts } from "@shared/ui/section";
import { SideSheet } from "@shared/ui/sidesheet";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { useSearchState } from "../parts/search-state";

type Mail = Schemas["Mail"];

/** Mails on their way, and those that did not get there. */
export function Outbox() {
  const [search, setSearch] = useSearchState();
  const setText = useDebouncedCallback((q: string) => setSearch({ q }), 200);
  const list = useList<Mail>("/outbox", { q: search.q, status: search.status });
  const columns: Column<Mail>[] = [
    {
      title: "Subject",
      cell: (m) => (
        <Anchor component="button" type="button" size="sm" fw={600} c="inherit" ta="start" style={{ overflowWrap: "anywhere" }} onClick={() => setSearch({ mail: m.id })}>
          {m.subject}
        </Anchor>
      ),
    },
    { title: "To", cell: (m) => <span style={{ overflowWrap: "anywhere" }}>{m.to}</span> },
    { title: "Status", cell: (m) => <Status of={m.status} /> },
    { title: "Attempts", cell: (m) => m.attempts, align: "right", wide: true },
    { title: "Next attempt", cell: (m) => <Time at={m.next_attempt_at} never="–" />, wide: true },
    { title: "Created", cell: (m) => <Time at={m.created_at} />, wide: true },
  ];
  return (
    <Page title="Outbox" description="Every mail that Gatehouse writes. Without a mail server they wait here, to be read and passed on.">
      <Group gap="sm">
        <TextInput aria-label="Filter mails" placeholder="Filter by address or subject" leftSection={<IconSearch size={15} />} defaultValue={search.q} onChange={(e) => setText(e.currentTarget.value)} w={{ base: "100%", sm: 320 }} />
        <Select
          aria-label="Status"
          placeholder="Any status"
          data={[
            { value: "waiting", label: "Waiting" },
            { value: "sent", label: "Sent" },
            { value: "failed", label: "Failed" },
          ]}
          value={search.status ?? null}
          onChange={(status) => setSearch({ status: status ?? undefined })}
          clearable
          w={150}
        />
      </Group>
      <DataTable
        label="Mails"
        columns={columns}
        list={list}
        rowKey={(m) => m.id}
        filtered={Boolean(search.q || search.status)}
        empty={
          <Empty title="No mail yet">
            Invitations and test mails are listed here. The mail server is shown under{" "}
            <Anchor component={Link} to="/settings/email" inherit underline="always">
              Settings
            </Anchor>
            .
          </Empty>
        }
      />
      <SideSheet title="Mail" opened={Boolean(search.mail)} onClose={() => setSearch({ mail: undefined })} size={560}>
        {search.mail && <OneMail id={search.mail} onGone={() => setSearch({ mail: undefined })} />}
      </SideSheet>
    </Page>
  );
}

function OneMail({ id, onGone }: { id: string; onGone: () => void }) {
  const cache = useQueryClient();
  const mail = useOne<Schemas["MailWithText"]>(`/outbox/${id}`);
  const server = useOne<Schemas["MailServer"]>("/settings/mail").data?.server;
  const refresh = () => void Promise.all([cache.invalidateQueries({ queryKey: ["list", "/outbox"] }), cache.invalidateQueries({ queryKey: [`/outbox/${id}`] })]);
  const retry = useMutation({ mutationFn: () => api.post(`/outbox/${id}/retry`), onSettled: refresh });
  const remove = useMutation({
    mutationFn: () => api.delete(`/outbox/${id}`),
    onSuccess: () => {
      onGone();
      notifications.show({ color: "teal", message: "Mail deleted" });
      void cache.invalidateQueries({ queryKey: ["list", "/outbox"] });
    },
  });
  if (mail.error) return <Failure error={mail.error} retry={() => void mail.refetch()} />;
  if (!mail.data) return <Loading rows={4} />;
  const m = mail.data;
  return (
    <Stack>
      {(retry.error ?? remove.error) && <Failure error={retry.error ?? remove.error} />}
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {m.subject}
      </Text>
      <Facts
        facts={[
          ["To", m.to],
          ["Status", <Status key="s" of={m.status} />],
          ["Created", <Time key="c" at={m.created_at} />],
          ["Sent", <Time key="t" at={m.sent_at} />],
          ["Attempts", m.attempts],
          ["Next attempt", <Time key="n" at={m.next_attempt_at} never="–" />],
        ]}
      />
      {m.last_error && (
        <Text size="sm" c="var(--mantine-color-error)" style={{ overflowWrap: "anywhere" }}>
          {m.last_error}
        </Text>
      )}
      {m.text ? (
        <Text component="pre" size="sm" ff="inherit" m={0} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {m.text}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          The mail is out; what it said is no longer kept.
        </Text>
      )}
      <Group>
        {server && m.status !== "sent" && (
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => retry.mutate()} loading={retry.isPending}>
            Send now
          </Button>
        )}
        <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => remove.mutate()} loading={remove.isPending}>
          Delete
        </Button>
      </Group>
    </Stack>
  );
}
