import { Anchor, Badge, Group, Text } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import { queryClient } from "@shared/api/query";
import type { Client, Page } from "@shared/api/types";

type Kind = "collections" | "policies";

const namesQuery = (kind: Kind) =>
  queryOptions({
    queryKey: ["names", kind],
    queryFn: async () => new Map((await api.get<Page<{ id: string; name: string }>>(`/${kind}`, { limit: 200 })).items.map((i) => [i.id, i.name])),
    staleTime: 30_000,
  });

/** Asks for the names before the page that shows them is drawn. */
export function warmNames(kind: Kind): void {
  void queryClient.prefetchQuery(namesQuery(kind));
}

/** The names behind the ids of a kind, read once for the whole page. */
export function useNames(kind: Kind): Map<string, string> {
  return useQuery(namesQuery(kind)).data ?? new Map();
}

/** The linked name of one client; its id until that is known. */
export function ClientName({ id }: { id: string }) {
  const { data } = useOne<Client>(`/clients/${id}`);
  return (
    <Anchor component={Link} to={`/clients/${id}`} size="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
      {data?.name ?? id}
    </Anchor>
  );
}

/** Ids as linked names: the first few, and how many more there are. */
export function NamesOf({ kind, ids, most = 3 }: { kind: Kind; ids: string[]; most?: number }) {
  const names = useNames(kind);
  if (ids.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        none
      </Text>
    );
  }
  return (
    <Group gap={4}>
      {ids.slice(0, most).map((id) => (
        <Badge key={id} variant="light" size="sm" tt="none" fw={500} component={Link} to={`/${kind}/${id}`} style={{ cursor: "pointer" }}>
          {names.get(id) ?? id}
        </Badge>
      ))}
      {ids.length > most && (
        <Text size="xs" c="dimmed">
          +{ids.length - most}
        </Text>
      )}
    </Group>
  );
}
