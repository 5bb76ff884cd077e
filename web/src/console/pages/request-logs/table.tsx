import { Button, Paper, Text, useMatches } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Link } from "@tanstack/react-router";
import { type RefObject, useEffect, useMemo } from "react";
import type { RequestLog } from "@shared/api/types";
import { HttpStatus } from "@shared/ui/status";
import { exactTime } from "@shared/ui/time";
import { reasonOf } from "../../parts/reasons";
import type { Gap } from "@shared/api/live";
import { milliseconds, whole } from "@shared/numbers";
import classes from "./request-logs.module.css";

interface RequestTableProps {
  rows: RequestLog[];
  openId?: string;
  scroller: RefObject<HTMLDivElement | null>;
  onOpen: (id: string) => void;
  onScroll: (away: boolean) => void;
  onEnd: () => void;
  loadingMore: boolean;
  waiting: number;
  onRelease: () => void;
  above: number;
  gaps: Gap[];
  /** Lists what came between two moments. */
  onSpan: (from: string, to: string) => void;
}

type Entry = { key: string; log: RequestLog; index: number } | { key: string; gap: Gap; until: string };

/** The rows, with a marker between those where records are missing. */
function entriesOf(rows: RequestLog[], gaps: Gap[]): Entry[] {
  const open = gaps.filter((g) => rows.some((r) => r.at > g.after));
  return rows.flatMap((log, index): Entry[] => {
    const here = open.filter((g) => log.at <= g.after && index > 0 && rows[index - 1]!.at > g.after);
    return [...here.map((gap): Entry => ({ key: `gap ${gap.after}`, gap, until: rows[index - 1]!.at })), { key: log.id, log, index }];
  });
}

const rowHeight = 34;
const clock = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Rows of the request log. Only those in view are in the page. */
export function RequestTable(props: RequestTableProps) {
  const { rows, gaps, scroller, onOpen, onEnd, waiting } = props;
  const entries = useMemo(() => entriesOf(rows, gaps), [rows, gaps]);
  const virtual = useVirtualizer({ count: entries.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, getItemKey: (i) => entries[i]!.key });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= entries.length - 10) onEnd();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [last, entries.length]);
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <Paper withBorder pos="relative" style={{ overflow: "clip" }}>
      {waiting > 0 && (
        <Button className={classes.pill} size="compact-sm" radius="xl" onClick={props.onRelease}>
          {whole(waiting)} new ↑
        </Button>
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        style={{ "--above": `${props.above}px` } as React.CSSProperties}
        onScroll={(e) => props.onScroll(e.currentTarget.scrollTop > rowHeight)}
        tabIndex={0}
        role="region"
        aria-label="Requests"
      >
        <table className={classes.table} aria-label="Requests" aria-rowcount={rows.length + 1}>
          <Columns />
          <tbody>
            {before > 0 && <Space height={before} />}
            {shown.map(({ key, index }) => {
              const entry = entries[index]!;
              return "log" in entry ? <Row key={key} log={entry.log} index={entry.index} open={entry.log.id === props.openId} onOpen={onOpen} /> : <Missing key={key} gap={entry.gap} onShow={() => props.onSpan(entry.gap.after, entry.until)} />;
            })}
            {after > 0 && <Space height={after} />}
          </tbody>
        </table>
        {props.loadingMore && (
          <Text size="xs" c="dimmed" ta="center" p="xs">
            Loading older requests…
          </Text>
        )}
      </div>
    </Paper>
  );
}

function Columns() {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" style={{ width: 84 }}>Time</th>
        <th scope="col" style={{ width: 68 }}>Status</th>
        <th scope="col" style={{ width: 86 }} className="mantine-visible-from-sm">Method</th>
        <th scope="col">Path</th>
        <th scope="col" style={{ width: "19%" }} className="mantine-visible-from-md">Client</th>
        <th scope="col" style={{ width: "15%" }} className="mantine-visible-from-md">Profile</th>
        <th scope="col" style={{ width: 96, textAlign: "end" }} className="mantine-visible-from-sm">Latency</th>
      </tr>
    </thead>
  );
}

function Row({ log, index, open, onOpen }: { log: RequestLog; index: number; open: boolean; onOpen: (id: string) => void }) {
  return (
    <tr className={classes.row} aria-rowindex={index + 2} data-open={open || undefined} data-id={log.id} onClick={(e) => e.target instanceof Element && !e.target.closest("a") && onOpen(log.id)}>
      <td title={exactTime(log.at)}>
        <Text span size="sm" c="dimmed" className="tabular">
          {clock.format(new Date(log.at))}
        </Text>
      </td>
      <td>
        <HttpStatus status={log.status} />
      </td>
      <td className="mantine-visible-from-sm">{log.method}</td>
      <td>
        <div className={classes.what}>
          <Link
            to="/logs/requests/$id"
            params={{ id: log.id } as never}
            className={classes.path}
            onClick={(e) => {
              if (e.metaKey || e.ctrlKey || e.shiftKey) return;
              e.preventDefault();
              onOpen(log.id);
            }}
          >
            <span className="mantine-hidden-from-sm">{log.method} </span>
            <bdi>{log.path}</bdi>
          </Link>
          {log.code && (
            <Text span size="sm" c="dimmed" className={`mantine-visible-from-sm ${classes.reason}`}>
              – {reasonOf(log.code).short}
            </Text>
          )}
        </div>
      </td>
      <td className="mantine-visible-from-md" title={log.client_name ?? undefined}>
        {log.client_name ?? "–"}
        {log.client_name && !log.client_verified && (
          <Text span size="xs" c="dimmed">
            {" "}
            (claimed)
          </Text>
        )}
      </td>
      <td className="mantine-visible-from-md">
        <Text span size="sm" c="dimmed">
          {log.profile_name ?? "–"}
        </Text>
      </td>
      <td className="mantine-visible-from-sm tabular" style={{ textAlign: "end" }}>
        {milliseconds(log.latency_ms)}
      </td>
    </tr>
  );
}

function Missing({ gap, onShow }: { gap: Gap; onShow: () => void }) {
  // More than there are would make columns of their own.
  const columns = useMatches({ base: 3, sm: 5, md: 7 });
  return (
    <tr>
      <td colSpan={columns} className={classes.missing}>
        {gap.missed === null ? "Requests were missed here" : `${whole(gap.missed)} ${gap.missed === 1 ? "request" : "requests"} came too fast to be shown live`}{" "}
        <Button variant="subtle" size="compact-xs" onClick={onShow}>
          Show them
        </Button>
      </td>
    </tr>
  );
}

function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
