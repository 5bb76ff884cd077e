import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import { Row, type RowsProps } from "./table-rows";

interface WindowProps<T> extends RowsProps<T> {
  rowHeight: number;
  /** The last rows come into view. */
  onEnd: () => void;
}

/** Only the rows in view; those before and after are two empty rows of their height. */
export function RowsInView<T>(props: WindowProps<T>) {
  const { items, rowKey, current, onEnd } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // The same function while the rows are the same: another one would measure all of them again.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const getItemKey = useCallback((i: number) => rowKey(items[i]!), [items]);
  const rows = useWindowVirtualizer({ count: items.length, estimateSize: () => props.rowHeight, overscan: 8, scrollMargin: top, getItemKey });
  useEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 30) onEnd();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [last, items.length]);
  useEffect(() => {
    const at = current === undefined ? -1 : items.findIndex((item) => rowKey(item) === current);
    if (at >= 0) rows.scrollToIndex(at);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [current]);
  const before = (shown[0]?.start ?? top) - top;
  const after = rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top);
  return (
    <tbody ref={body}>
      {before > 0 && <Space height={before} />}
      {shown.map(({ key, index }) => (
        <Row key={key} {...props} item={items[index]!} index={index} measure={rows.measureElement} />
      ))}
      {after > 0 && <Space height={after} />}
    </tbody>
  );
}

function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
