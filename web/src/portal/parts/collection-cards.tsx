import { Code, Paper, SimpleGrid, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { CollectionBrief } from "../api/types";

/** The assigned collections as cards. */
export function CollectionCards({ collections }: { collections: CollectionBrief[] }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md">
      {collections.map((c) => (
        <Paper key={c.name} withBorder p="md" component={Link} to={`/collections/${c.name}`} className="collection-card">
          <Text fw={600}>{c.title}</Text>
          {c.summary && (
            <Text size="sm" c="dimmed" lineClamp={2} mt={2}>
              {c.summary}
            </Text>
          )}
          <Text size="xs" c="dimmed" mt="auto" pt="sm" component="div" className="card-foot">
            <Code>{c.base_path}</Code>
            <span>{c.callable === c.operations ? `${c.operations} operations` : `${c.callable} of ${c.operations} operations enabled`}</span>
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
