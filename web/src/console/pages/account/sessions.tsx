import { Badge, Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Time } from "@shared/ui/time";
import { browserOf } from "../../parts/browser";

type Session = Schemas["Session"];

const columns: Column<Session>[] = [
  {
    title: "Browser",
    cell: (s) => (
      <>
        <Text size="sm" lineClamp={1} style={{ overflowWrap: "anywhere" }} title={s.user_agent}>
          {browserOf(s.user_agent)}
        </Text>
        {s.current && (
          <Badge size="xs" variant="light">
            This session
          </Badge>
        )}
      </>
    ),
  },
  { title: "Address", cell: (s) => s.ip },
  { title: "Signed in", cell: (s) => <Time at={s.created_at} />, wide: true },
  { title: "Ends", cell: (s) => <Time at={s.expires_at} />, wide: true },
  { title: "Actions", align: "right", cell: (s) => !s.current && <End session={s} /> },
];

/** Where one is signed in, each to be ended from here. */
export function Sessions() {
  const list = useList<Session>("/sessions");
  return (
    <Section title="Sessions" description="Where you are signed in. End what you do not know, then change your password." bare>
      <DataTable label="Sessions" columns={columns} list={list} rowKey={(s) => s.id} empty={null} />
    </Section>
  );
}

function End({ session }: { session: Session }) {
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.delete(`/sessions/${session.id}`),
    onSuccess: () => {
      notifications.show({ color: "teal", message: "Session ended" });
      void cache.invalidateQueries({ queryKey: ["list", "/sessions"] });
    },
    onError: (error) => notifications.show({ color: "red", title: error instanceof Problem ? error.title : "Not ended", message: error.message }),
  });
  return (
    <Button variant="subtle" color="red" size="compact-sm" onClick={() => end.mutate()} loading={end.isPending} aria-label={`End session from ${session.ip}`}>
      End
    </Button>
  );
}
