import { Button, Paper, SegmentedControl, Table, Text, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Page as Items } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Facts, Section } from "@shared/ui/section";
import { Failure, Loading } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import type { Session } from "../api/types";
import { useMe, useSignOut } from "../session";

/** Who is signed in, where else, and how the pages look. */
export function Account() {
  const me = useMe();
  const signOut = useSignOut();
  return (
    <Page
      title="Account"
      actions={
        <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
          Sign out
        </Button>
      }
    >
      <Section title="You">
        <Facts
          facts={[
            ["Email", me.email],
            [me.clients.length > 1 ? "Clients" : "Client", me.clients.map((c) => c.name).join(", ")],
            ["Session ends", <Time key="t" at={me.session.expires_at} />],
          ]}
        />
      </Section>
      <Theme />
      <Section title="Sessions" description="Where this address is signed in. End one that you do not know." bare>
        <Sessions />
      </Section>
    </Page>
  );
}

function Theme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title="Theme">
      <SegmentedControl
        aria-label="Theme"
        value={colorScheme}
        onChange={(v) => setColorScheme(v as typeof colorScheme)}
        data={[
          { value: "auto", label: "As the system" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
    </Section>
  );
}

function Sessions() {
  const list = useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => api.get<Items<Session>>("/sessions", undefined, signal) });
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/sessions/${encodeURIComponent(id)}`),
    onSettled: () => cache.invalidateQueries({ queryKey: ["sessions"] }),
  });
  if (!list.data) return list.error ? <Failure error={list.error} retry={() => void list.refetch()} /> : <Loading rows={3} />;
  return (
    <Paper withBorder style={{ overflow: "clip" }}>
      <Table aria-label="Sessions" verticalSpacing={8} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Browser</Table.Th>
            <Table.Th visibleFrom="md">Address</Table.Th>
            <Table.Th visibleFrom="sm">Started</Table.Th>
            <Table.Th visibleFrom="md">Ends</Table.Th>
            <Table.Th w={90} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.data.items.map((s) => (
            <SessionRow key={s.id} session={s} onEnd={() => end.mutate(s.id)} ending={end.isPending && end.variables === s.id} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function SessionRow({ session: s, onEnd, ending }: { session: Session; onEnd: () => void; ending: boolean }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
          {s.user_agent ?? "unknown"}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="md">{s.ip ?? "–"}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Time at={s.created_at} />
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Time at={s.expires_at} />
      </Table.Td>
      <Table.Td ta="right">
        {s.current ? (
          <Text size="xs" c="dimmed">
            this one
          </Text>
        ) : (
          <Button size="compact-xs" variant="default" onClick={onEnd} loading={ending} aria-label={`End the session of ${s.user_agent ?? "unknown"}`}>
            End
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
