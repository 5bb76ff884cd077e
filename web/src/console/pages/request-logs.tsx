import { Box, Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Problem } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { RequestLog } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { useSingleKeys } from "@shared/ui/single-keys";
import { SideSheet } from "@shared/ui/sidesheet";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { ExportMenu, logFormats } from "../parts/export-menu";
import { useSearchState } from "../parts/search-state";
import { FilterBox } from "./request-logs/filter-box";
import { parametersOf, readTerms, writeTerms } from "./request-logs/filter";
import { Histogram } from "./request-logs/histogram";
import { type Connection, useLive } from "@shared/api/live";
import { RangeSelect } from "./request-logs/range-select";
import { useRequestStats } from "./request-logs/stats";
import { RequestTable } from "./request-logs/table";
import { useRequestLog } from "./request-logs/one";
import { useTimeRange } from "./request-logs/time-range";

const RequestDetail = lazy(async () => ({ default: (await import("./request-logs/detail")).RequestDetail }));

export function RequestLogs() {
  const [search, setSearch] = useSearchState();
  const [away, setAway] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  const terms = readTerms(search.q);
  const range = useTimeRange(search);
  const wanted = parametersOf(terms);
  const parameters = { ...wanted, ...range.parameters };
  const list = useList<RequestLog>("/request-logs", parameters, { limit: 100 });
  const stats = useRequestStats({ ...parameters, buckets: 80 }, range.fixed ? undefined : 30_000);
  const on = search.live !== "0" && !search.to;
  const live = useLive<RequestLog>("/request-logs/tail", wanted, { wanted: on, reading: away || Boolean(search.open), onResume: () => void list.refetch() });
  const rows = useMemo(() => merge(live.rows, list.items), [live.rows, list.items]);
  const at = rows.findIndex((r) => r.id === search.open);
  const step = (by: number) => {
    const next = rows[at + by];
    if (next) setSearch({ open: next.id });
  };
  const release = () => {
    live.release();
    scroller.current?.scrollTo({ top: 0 });
  };
  const toggle = () => setSearch({ live: on ? "0" : undefined });
  useSingleKeys(
    {
      " ": (e) => pausing(e) && toggle(),
      j: () => setSearch({ open: rows[Math.min(rows.length - 1, at + 1)]?.id }),
      k: () => step(-1),
      "]": () => step(1),
      "[": () => step(-1),
    },
    { inDialogs: true },
  );
  const error = list.error instanceof Problem && list.error.status === 422 ? list.error.errors.map((e) => e.detail).join(" ") : undefined;

  return (
    <Page
      title="Request Logs"
      actions={
        <>
          <ExportMenu formats={logFormats("/request-logs/export", parameters)} />
          {!search.to && <LiveButton on={on} connection={live.connection} onToggle={toggle} />}
        </>
      }
    >
      <Group gap="sm" align="flex-start">
        <Box flex="1 1 320px" miw={0}>
          <FilterBox terms={terms} onChange={(next) => setSearch({ q: writeTerms(next), open: undefined })} onRequestId={(open) => setSearch({ open })} error={error} />
        </Box>
        <RangeSelect value={range.value} search={search} setSearch={setSearch} w={{ base: "100%", xs: range.fixed ? 230 : 170 }} />
      </Group>
      {stats.data && stats.data.histogram.length > 0 && <Histogram stats={stats.data} onZoom={(from, to) => setSearch({ from, to, range: undefined })} />}
      {list.error && !error && rows.length === 0 ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={10} />
      ) : rows.length === 0 ? (
        <Nothing filtered={terms.length > 0 || range.fixed} />
      ) : (
        <RequestTable
          rows={rows}
          openId={search.open}
          scroller={scroller}
          onOpen={(open) => setSearch({ open })}
          onScroll={setAway}
          onEnd={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
          loadingMore={list.isFetchingNextPage}
          waiting={live.waiting}
          onRelease={release}
          gaps={live.gaps}
          onSpan={(from, to) => setSearch({ from, to, range: undefined })}
          above={terms.length > 0 ? 276 : 246}
        />
      )}
      <Announce count={rows.length} />
      <Opened id={search.open} known={rows[at]} onClose={() => setSearch({ open: undefined })} />
    </Page>
  );
}

/** Space presses the button or link that has the focus, and pauses elsewhere. */
function pausing(event: KeyboardEvent): boolean {
  const control = event.target instanceof Element && event.target.closest("a, button, [role=dialog]");
  if (!control) event.preventDefault();
  return !control;
}

/** Newest first; what is live and in the list is shown once. */
function merge(live: RequestLog[], list: RequestLog[]): RequestLog[] {
  if (live.length === 0) return list;
  const known = new Set(list.map((r) => r.id));
  const only = live.filter((r) => !known.has(r.id));
  const rows = [...only, ...list];
  // What was missed live stands between live rows once the list has it.
  const [oldest, next] = [only.at(-1), list[0]];
  return oldest && next && next.at > oldest.at ? rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)) : rows;
}

function LiveButton({ on, connection, onToggle }: { on: boolean; connection: Connection; onToggle: () => void }) {
  const label = !on ? "Paused" : connection === "broken" ? "Not live" : connection === "live" ? "Live" : "Connecting…";
  return (
    <Button variant={on && connection === "live" ? "light" : "default"} color="teal" onClick={onToggle} aria-pressed={on} aria-label={on ? `${label}, pause` : "Paused, go live"} rightSection={on ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />} miw={112}>
      {label}
    </Button>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No request matches">Take a filter away, or choose a longer time range. Refused requests are recorded too.</Empty>
  ) : (
    <Empty title="No request yet">Every request that the gateway sees appears here within a second, refused ones too, with what decided.</Empty>
  );
}

function Opened({ id, known, onClose }: { id?: string; known?: RequestLog; onClose: () => void }) {
  const { data, error } = useRequestLog(known ? undefined : id);
  const log = known ?? (data?.id === id ? data : undefined);
  return (
    <SideSheet title="Request" opened={Boolean(id)} onClose={onClose} size={620}>
      <Suspense fallback={<Loading />}>{log ? <RequestDetail log={log} /> : error ? <Failure error={error} /> : <Loading />}</Suspense>
    </SideSheet>
  );
}

/** Screen readers hear how many rows there are, at most every ten seconds. */
function Announce({ count }: { count: number }) {
  const [said, setSaid] = useState(count);
  const latest = useRef(count);
  latest.current = count;
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div role="status" style={{ position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" }}>
      {said} requests shown
    </div>
  );
}
