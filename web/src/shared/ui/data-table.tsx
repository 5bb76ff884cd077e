import { Button, Center, Group, Paper, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSelector } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { whole } from "@shared/numbers";
import { useSettled } from "./settled";
import { useSingleKeys } from "./single-keys";
import { Failure, Loading } from "./states";
import { LookButton } from "./table-look";
import { useLook } from "./use-look";
import { classOf, Rows, type RowsProps } from "./table-rows";
import { useTicks } from "./table-ticks";

export interface Column<T> {
  title: string;
  cell: (item: T) => ReactNode;
  align?: "right";
  width?: number | string;
  /** Hidden on narrow screens, where only what identifies a row is shown. */
  wide?: boolean;
  /** Hidden until somebody chooses it. */
  extra?: boolean;
  /** What rows are sorted by, where the whole list is loaded. */
  sort?: (item: T) => string | number;
  /** The server sorts by it, also where only a part of the list is loaded. */
  sortedByServer?: boolean;
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
  /** Inputs above the table. */
  filters?: ReactNode;
  /** The page's main list: columns can be chosen, kept under this name, and keys go through the rows. */
  name?: string;
  /** "name" or "-name": the column the address asks to sort by. */
  sort?: string;
  onSort?: (sort: string | undefined) => void;
  /** Rows can be ticked; what can be done with those that are. */
  bulk?: { nameOf: (item: T) => string; actions: (ticked: T[], clear: () => void) => ReactNode };
}

// More rows than this, and only those in view are in the page.
const many = 100;

const lowest = 30; // pixels: a row that stands close
const RowsInView = lazy(async () => ({ default: (await import("./table-rows-in-view")).RowsInView })) as unknown as typeof import("./table-rows-in-view").RowsInView;

/** A list of the admin API as a table, with its loading, empty and error states. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { list, empty, filtered, filters, name, columns } = props;
  const [look, setLook] = useLook(name, columns.filter((c) => c.extra).map((c) => c.title));
  const ticks = useTicks(list.items, props.rowKey);
  const titles = columns.slice(1).map((c) => c.title);
  const chosen = props.bulk && ticks.ticked.length > 0;
  return (
    <Stack gap="sm">
      {chosen && (
        <Group gap="sm" mih={36} role="group" aria-label="Selection">
          <Text size="sm" fw={600} role="status">
            {whole(ticks.ticked.length)} selected
          </Text>
          {props.bulk!.actions(ticks.ticked, ticks.clear)}
          <Button variant="subtle" color="gray" onClick={ticks.clear}>
            Clear
          </Button>
        </Group>
      )}
      {(filters || name) && (
        <Group gap="sm" display={chosen ? "none" : undefined}>
          {filters}
          {name && (
            <Group ms="auto" visibleFrom="md">
              <LookButton titles={titles} look={look} onChange={setLook} />
            </Group>
          )}
        </Group>
      )}
      {list.error && list.items.length === 0 ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : list.items.length === 0 ? (
        filtered ? <NoMatch /> : empty
      ) : (
        <Filled {...props} columns={columns.filter((c) => !look.hidden.includes(c.title))} dense={look.dense} ticks={props.bulk && { ...ticks, nameOf: props.bulk.nameOf }} />
      )}
    </Stack>
  );
}

type Ticks<T> = ReturnType<typeof useTicks<T>> & { nameOf: (item: T) => string };

function Filled<T>({ label, name, columns, list, rowKey, href, onOpen, sort, onSort, dense, ticks }: DataTableProps<T> & { dense: boolean; ticks?: Ticks<T> }) {
  const navigate = useNavigate();
  const [current, setCurrent] = useState<string>();
  const open = onOpen ?? (href && ((item: T) => void navigate({ to: href(item) })));
  const complete = !list.hasNextPage;
  const items = complete ? sorted(list.items, columns, sort) : list.items;
  const step = (by: number) => {
    const at = items.findIndex((item) => rowKey(item) === current);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) setCurrent(rowKey(next));
  };
  useSingleKeys(name && open ? { j: () => step(1), k: () => step(-1), x: () => current && ticks?.toggle(current) } : {});
  // On the first page of a visit the rows below the window come after it.
  const settled = useSettled();
  const inView = items.slice(0, Math.ceil(window.innerHeight / lowest));
  const rows: RowsProps<T> = { items: settled ? items : inView, columns, rowKey, open, current, onFocus: setCurrent, ticked: ticks };
  const virtual = settled && items.length > many;
  const more = () => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage();
  return (
    <>
      <Paper withBorder style={{ overflow: "clip" }}>
        <div className="table-scroll">
          <table className="data-table" data-opens={Boolean(open) || undefined} data-dense={dense || undefined} data-virtual={virtual || undefined} aria-label={label} aria-rowcount={virtual ? (list.hasNextPage ? -1 : items.length + 1) : undefined}>
            <thead>
              <tr aria-rowindex={virtual ? 1 : undefined}>
                {ticks && (
                  <th className="tick">
                    <input type="checkbox" aria-label="Select all rows that are loaded" checked={ticks.all} ref={(box) => void (box && (box.indeterminate = ticks.some))} onChange={ticks.toggleAll} />
                  </th>
                )}
                {columns.map((c) => (
                  <Head key={c.title} column={c} sort={sort} onSort={complete || c.sortedByServer ? onSort : undefined} />
                ))}
              </tr>
            </thead>
            {virtual ? (
              <Suspense fallback={<Rows {...rows} items={inView} />}>
                <RowsInView {...rows} rowHeight={dense ? lowest : 40} onEnd={more} />
              </Suspense>
            ) : (
              <Rows {...rows} />
            )}
          </table>
        </div>
      </Paper>
      {list.hasNextPage && (
        <Center>
          <Button variant="default" onClick={more} loading={list.isFetchingNextPage}>
            Load more
          </Button>
        </Center>
      )}
    </>
  );
}

function Head<T>({ column: c, sort, onSort }: { column: Column<T>; sort?: string; onSort?: (sort: string | undefined) => void }) {
  const key = c.title.toLowerCase();
  const way = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
  const next = way === undefined ? key : way === "ascending" ? `-${key}` : undefined;
  const Icon = way === "ascending" ? IconChevronUp : way === "descending" ? IconChevronDown : IconSelector;
  return (
    <th style={{ width: c.width }} className={classOf(c)} aria-sort={onSort && c.sort ? (way ?? "none") : undefined}>
      {onSort && c.sort ? (
        <button type="button" className="sort" onClick={() => onSort(next)} data-on={way ? true : undefined}>
          {c.title} <Icon size={14} aria-hidden />
        </button>
      ) : (
        c.title
      )}
    </th>
  );
}

function sorted<T>(items: T[], columns: Column<T>[], sort: string | undefined): T[] {
  const column = columns.find((c) => c.title.toLowerCase() === sort?.replace(/^-/, ""));
  const by = column?.sort;
  if (!by || column.sortedByServer) return items;
  const way = sort?.startsWith("-") ? -1 : 1;
  return items.toSorted((a, b) => way * compare(by(a), by(b)));
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
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
