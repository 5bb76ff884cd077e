import { memo, type ReactNode, useEffect, useRef } from "react";
import type { Column } from "./data-table";

export interface RowsProps<T> {
  items: T[];
  columns: Column<T>[];
  rowKey: (item: T) => string;
  open?: (item: T) => void;
  /** The row that the keyboard is at. */
  current?: string;
  onFocus: (key: string) => void;
  ticked?: { keys: Set<string>; nameOf: (item: T) => string; toggle: (key: string) => void };
}

/** All rows: what a few hundred need, and what printing and searching in the page like best. */
export function Rows<T>(props: RowsProps<T>) {
  return (
    <tbody>
      {props.items.map((item, i) => (
        <Row key={props.rowKey(item)} {...props} item={item} index={i} />
      ))}
    </tbody>
  );
}

interface RowProps<T> extends RowsProps<T> {
  item: T;
  index: number;
  measure?: (row: HTMLTableRowElement | null) => void;
}

/** One row, with the tick before its cells; while a list scrolls, only rows that come into view are drawn. */
export const Row = memo(OneRow) as typeof OneRow;

function OneRow<T>({ item, index, measure, columns, rowKey, open, current, onFocus, ticked }: RowProps<T>) {
  const key = rowKey(item);
  const row = useRef<HTMLTableRowElement>(null);
  const at = current === key;
  useEffect(() => {
    if (at && !row.current?.contains(document.activeElement)) control(row.current)?.focus();
  }, [at]);
  return (
    <tr
      ref={(element) => {
        row.current = element;
        measure?.(element);
      }}
      data-index={index}
      aria-rowindex={measure ? index + 2 : undefined}
      data-ticked={ticked?.keys.has(key) || undefined}
      onFocus={() => onFocus(key)}
      onClick={open && ((event) => !isControl(event.target) && open(item))}
    >
      {ticked && (
        <td className="tick">
          <input type="checkbox" aria-label={`Select ${ticked.nameOf(item)}`} checked={ticked.keys.has(key)} onChange={() => ticked.toggle(key)} />
        </td>
      )}
      {columns.map((c) => (
        <td key={c.title} className={classOf(c)}>
          {c.cell(item) as ReactNode}
        </td>
      ))}
    </tr>
  );
}

/** Of a column's cells and its head. */
export function classOf<T>({ align, wide }: Column<T>): string | undefined {
  return [align && "number", wide && "wide"].filter(Boolean).join(" ") || undefined;
}

/** What opens a row: its first link or button that is no tick. */
function control(row: HTMLTableRowElement | null): HTMLElement | null {
  return row?.querySelector<HTMLElement>("td:not(.tick) :is(a, button)") ?? null;
}

/** Clicks on links and buttons inside a row are their own. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a, button, input, label, .tick") !== null;
}
