import { Button, Center, Paper, Table, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Failure, Loading } from "./states";

export interface Column<T> {
  title: string;
  cell: (item: T) => ReactNode;
  align?: "right";
  width?: number | string;
  /** Hidden on narrow screens, where only what identifies a row is shown. */
  wide?: boolean;
}

interface DataTableProps<T> {
  label: string;
  columns: Column<T>[];
  list: {
    items: T[];
    isPending: boolean;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  rowKey: (item: T) => string;
  /** Where a click on the row leads; the first cell must hold a link there, for the keyboard. */
  href?: (item: T) => string;
  /** What a click on the row does where it leads to no other page. */
  onOpen?: (item: T) => void;
  empty: ReactNode;
  /** A filter is set: an empty result is not an empty list. */
  filtered?: boolean;
}

/** A list of the admin API as a table, with its loading, empty and error states. */
export function DataTable<T>({ label, columns, list, rowKey, href, onOpen, empty, filtered }: DataTableProps<T>) {
  const navigate = useNavigate();
  const open = onOpen ?? (href && ((item: T) => void navigate({ to: href(item) })));
  if (list.error && list.items.length === 0) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (list.isPending) return <Loading />;
  if (list.items.length === 0) return filtered ? <NoMatch /> : <>{empty}</>;
  return (
    <>
      <Paper withBorder style={{ overflow: "clip" }}>
        <Table.ScrollContainer minWidth={0} type="native">
          <Table highlightOnHover={Boolean(open)} verticalSpacing={8} horizontalSpacing="sm" aria-label={label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((c) => (
                  <Table.Th key={c.title} w={c.width} ta={c.align} visibleFrom={c.wide ? "md" : undefined}>
                    {c.title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.items.map((item) => (
                <Table.Tr
                  key={rowKey(item)}
                  style={open ? { cursor: "pointer" } : undefined}
                  onClick={open && ((event) => !isControl(event.target) && open(item))}
                >
                  {columns.map((c) => (
                    <Table.Td key={c.title} className={c.align && "tabular"} ta={c.align} visibleFrom={c.wide ? "md" : undefined}>
                      {c.cell(item)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {list.hasNextPage && (
        <Center>
          <Button variant="default" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            Load more
          </Button>
        </Center>
      )}
    </>
  );
}

/** Clicks on links and buttons inside a row are their own. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, input, label") !== null;
}

function NoMatch() {
  return (
    <Paper withBorder p="lg">
      <Text ta="center" c="dimmed" size="sm">
        Nothing matches this filter.
      </Text>
    </Paper>
  );
}
