import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { AuditEvent, Page } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { mayRead, useMe } from "../session";

interface ConflictProps<V> {
  id: string;
  mine: V;
  theirs: V;
  labels: Record<string, string>;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}

/** Somebody saved in between: both versions side by side, and which one holds. */
export function Conflict<V extends object>({ id, mine, theirs, labels, onKeepMine, onTakeTheirs, onClose }: ConflictProps<V>) {
  const changed = (Object.keys(mine) as (keyof V & string)[]).filter((k) => text(mine[k]) !== text(theirs[k]));
  return (
    <Modal opened onClose={onClose} title="Somebody changed this meanwhile" size="lg">
      <Stack>
        <Who id={id} />
        <Table.ScrollContainer minWidth={0} type="native">
          <Table withTableBorder aria-label="Both versions">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Field</Table.Th>
                <Table.Th>Yours</Table.Th>
                <Table.Th>Theirs</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changed.map((k) => (
                <Table.Tr key={k}>
                  <Table.Th scope="row">{labels[k] ?? k}</Table.Th>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>{text(mine[k])}</Table.Td>
                  <Table.Td style={{ overflowWrap: "anywhere" }}>{text(theirs[k])}</Table.Td>
                </Table.Tr>
              ))}
              {changed.length === 0 && (
                <Table.Tr>
                  <Table.Td colSpan={3}>The fields of this form are the same in both.</Table.Td>
                </Table.Tr>
              )}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end">
          <Button variant="default" onClick={onTakeTheirs}>
            Take theirs
          </Button>
          <Button onClick={onKeepMine} data-autofocus>
            Keep mine
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Who({ id }: { id: string }) {
  const { role } = useMe();
  const { data } = useQuery({
    queryKey: ["last-change", id],
    queryFn: () => api.get<Page<AuditEvent>>("/audit-logs", { resource_id: id, limit: 1 }),
    enabled: mayRead(role, "audit_logs"),
    staleTime: 0,
  });
  const last = data?.items[0];
  return (
    <Text size="sm">
      {last ? (
        <>
          {last.actor.name || last.actor.type} changed it <Time at={last.at} />.
        </>
      ) : (
        "It was changed after you opened it."
      )}{" "}
      Nothing of yours is saved yet.
    </Text>
  );
}

function text(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(text).join(", ");
  if (typeof value === "object") return Object.values(value).map(text).join(" ") || "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
