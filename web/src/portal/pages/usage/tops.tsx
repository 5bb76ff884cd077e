import { Code, Paper, SimpleGrid, Table, Text, Title } from "@mantine/core";
import { whole } from "@shared/numbers";
import type { Usage } from "../../api/types";

/** What was called most, and why calls were refused. */
export function Tops({ usage }: { usage: Usage }) {
  return (
    <SimpleGrid cols={{ base: 1, md: usage.codes.length > 0 ? 2 : 1 }} spacing="md">
      <Top title="Operations called most" rows={usage.endpoints.map((e) => ({ key: e.key, name: e.key, of: e.name, count: e.count }))} />
      {usage.codes.length > 0 && <Top title="Reasons of refusal" rows={usage.codes.map((c) => ({ key: c.key, name: c.key, of: null, count: c.count }))} />}
    </SimpleGrid>
  );
}

function Top({ title, rows }: { title: string; rows: { key: string; name: string; of: string | null; count: number }[] }) {
  return (
    <Paper withBorder p="md" component="section">
      <Title order={2} fz="sm" mb="xs">
        {title}
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          None.
        </Text>
      ) : (
        <Table aria-label={title} verticalSpacing={6} horizontalSpacing={0}>
          <Table.Tbody>
            {rows.map((r) => (
              <Table.Tr key={`${r.of} ${r.key}`}>
                <Table.Td>
                  <Code style={{ overflowWrap: "anywhere", whiteSpace: "normal" }}>{r.name}</Code>
                  {r.of && (
                    <Text span size="xs" c="dimmed" ml={6}>
                      {r.of}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right" className="tabular" w={90}>
                  {whole(r.count)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
