import { Group, Table, Text } from "@mantine/core";
import classes from "./changes.module.css";

/** One field's value before and after; null where there was or is none. */
export interface ChangedField {
  path: string; // "/status"
  before: unknown;
  after: unknown;
}

/** Fields before and after, side by side; marked by sign and word, not by colour alone. */
export function Changes({ changes, before = "Before", after = "After" }: { changes: ChangedField[]; before?: string; after?: string }) {
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No field differs.
      </Text>
    );
  }
  // What was created has nothing before, what was deleted nothing after.
  const [was, is] = [changes.some((c) => present(c.before)), changes.some((c) => present(c.after))];
  return (
    <Table layout="fixed" className={classes.table} withTableBorder verticalSpacing={6} horizontalSpacing="sm" aria-label="Changed fields">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="28%">Field</Table.Th>
          {was && <Table.Th>{before}</Table.Th>}
          {is && <Table.Th>{after}</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((c) => (
          <Table.Tr key={c.path}>
            <Table.Th scope="row" fw={500} style={{ overflowWrap: "anywhere", verticalAlign: "top" }}>
              {c.path.replace(/^\//, "") || "all"}
            </Table.Th>
            {was && <Value value={c.before} sign="−" color="red" />}
            {is && <Value value={c.after} sign="+" color="teal" />}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Value({ value, sign, color }: { value: unknown; sign: string; color: string }) {
  const text = valueText(value);
  if (text === undefined) {
    return (
      <Table.Td style={{ verticalAlign: "top" }}>
        <Text size="sm" c="dimmed">
          –
        </Text>
      </Table.Td>
    );
  }
  return (
    <Table.Td style={{ verticalAlign: "top", background: `var(--mantine-color-${color}-light)` }}>
      <Group gap={6} wrap="nowrap" align="flex-start" ff="monospace" fz="0.78125rem">
        <span aria-hidden>{sign}</span>
        <bdi className={classes.value} tabIndex={text.length > 600 ? 0 : undefined}>
          {text}
        </bdi>
      </Group>
    </Table.Td>
  );
}

function valueText(value: unknown): string | undefined {
  if (!present(value)) return undefined;
  return typeof value === "string" ? value || '""' : JSON.stringify(value, null, 1);
}

function present(value: unknown): boolean {
  return value !== null && value !== undefined;
}
