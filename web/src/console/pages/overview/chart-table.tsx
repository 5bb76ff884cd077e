import { ScrollArea, Table } from "@mantine/core";

interface ChartTableProps {
  title: string;
  rows: { at: string; [column: string]: string | number | undefined }[];
  columns: string[];
}

/** The numbers of a chart; spans in which nothing happened are left out. */
export function ChartTable({ title, rows, columns }: ChartTableProps) {
  const busy = rows.filter((r) => columns.some((c) => r[c]));
  return (
    <ScrollArea h={240} type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": `${title}, as a table` }}>
      <Table stickyHeader aria-label={title} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>From</Table.Th>
            {columns.map((c) => (
              <Table.Th key={c} ta="right">
                {c}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {busy.map((r) => (
            <Table.Tr key={r.at}>
              <Table.Th scope="row" fw={400}>
                {r.at}
              </Table.Th>
              {columns.map((c) => (
                <Table.Td key={c} ta="right" className="tabular">
                  {r[c] ?? "–"}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          {busy.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={columns.length + 1}>Nothing happened in this time.</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
