import { Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, Problem } from "@shared/api/client";
import type { useList } from "@shared/api/list";
import type { Client, Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { later } from "../../parts/later";

const Authorize = later(async () => (await import("./authorize")).Authorize);

export type AccessRequest = Schemas["AccessRequest"];

interface RequestTableProps {
  list: ReturnType<typeof useList<AccessRequest>>;
  /** The client they would get access to; left out: to be chosen. */
  client?: Client;
  empty: ReactNode;
}

/** People who ask for portal access, each to be answered. */
export function RequestTable({ list, client, empty }: RequestTableProps) {
  const [answering, setAnswering] = useState<AccessRequest>();
  const cache = useQueryClient();
  const dismiss = useMutation({
    mutationFn: (r: AccessRequest) => api.delete(`/access-requests/${r.id}`),
    onSuccess: (_, r) => {
      notifications.show({ color: "teal", message: `Request of ${r.email} dismissed` });
      void cache.invalidateQueries();
    },
    onError: (error) => notifications.show({ color: "red", title: error instanceof Problem ? error.title : "Not dismissed", message: error.message, role: "alert" }),
  });
  const columns: Column<AccessRequest>[] = [
    { title: "Who", cell: (r) => <Who of={r} /> },
    { title: "Message", cell: (r) => <Text size="sm" lineClamp={3} style={{ overflowWrap: "anywhere" }} dir="auto" title={r.message}>{r.message || "–"}</Text>, wide: true },
    { title: "From", cell: (r) => r.ip, wide: true },
    { title: "Asked", cell: (r) => <Time at={r.created_at} />, wide: true },
    {
      title: "Actions",
      align: "right",
      cell: (r) => (
        <Group gap={6} justify="flex-end">
          <ActionButton area="partners" variant="default" size="compact-sm" aria-label={`Give access to ${r.email}`} onClick={() => setAnswering(r)}>
            Give access
          </ActionButton>
          <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" aria-label={`Dismiss the request of ${r.email}`} onClick={() => dismiss.mutate(r)}>
            Dismiss
          </ActionButton>
        </Group>
      ),
    },
  ];
  return (
    <>
      <DataTable label="Access requests" columns={columns} list={list} rowKey={(r) => r.id} empty={empty} />
      {answering && <Authorize request={answering} client={client} onClose={() => setAnswering(undefined)} />}
    </>
  );
}

function Who({ of: r }: { of: AccessRequest }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
        {r.email}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }} dir="auto">
        {[r.name, r.company].filter(Boolean).join(", ")}
      </Text>
    </div>
  );
}
