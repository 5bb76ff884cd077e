import { Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { milliseconds } from "@shared/numbers";
import { HttpStatus } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import type { Call } from "../api/types";

/** Calls in rows, each leading to its page. */
export function Calls({ calls, label, onOpen, openId }: { calls: Call[]; label: string; onOpen?: (id: string) => void; openId?: string }) {
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table aria-label={label} verticalSpacing={7} horizontalSpacing="sm" className="calls">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={96}>Time</Table.Th>
            <Table.Th w={70}>Status</Table.Th>
            <Table.Th>Call</Table.Th>
            <Table.Th visibleFrom="md" w="16%">
              Profile
            </Table.Th>
            <Table.Th visibleFrom="md" w={110}>
              From
            </Table.Th>
            <Table.Th visibleFrom="sm" w={90} ta="right">
              Latency
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {calls.map((c) => (
            <Row key={c.id} call={c} onOpen={onOpen} open={c.id === openId} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ call: c, onOpen, open }: { call: Call; onOpen?: (id: string) => void; open: boolean }) {
  return (
    <Table.Tr data-open={open || undefined}>
      <Table.Td>
        <Text span size="sm" c="dimmed">
          <Time at={c.at} />
        </Text>
      </Table.Td>
      <Table.Td>
        <HttpStatus status={c.status} />
      </Table.Td>
      <Table.Td>
        <Link
          to={`/requests/${c.id}`}
          className="call-path"
          onClick={(e) => {
            if (!onOpen || e.metaKey || e.ctrlKey || e.shiftKey) return;
            e.preventDefault();
            onOpen(c.id);
          }}
        >
          {c.method} <bdi>{c.path}</bdi>
        </Link>
        {c.reason && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {c.reason}
          </Text>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text span size="sm" c="dimmed">
          {c.profile_name ?? "–"}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <Text span size="sm" c="dimmed">
          {c.source === "portal" ? "this portal" : "your server"}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" ta="right" className="tabular">
        {milliseconds(c.latency_ms)}
      </Table.Td>
    </Table.Tr>
  );
}
