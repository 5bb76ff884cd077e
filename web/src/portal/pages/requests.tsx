import { Box, Button, Group, Paper } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { lazy, Suspense, useRef } from "react";
import { useList } from "@shared/api/list";
import { type Connection, useLive } from "@shared/api/live";
import { Page } from "@shared/ui/page";
import { Empty, Failure, Loading } from "@shared/ui/states";
import type { Call } from "../api/types";
import { Calls } from "../parts/calls";
import { DownloadMenu } from "../parts/download-menu";
import { useSearchState } from "../parts/search-state";
import { Filters, filtersOf, useParameters } from "./requests/filters";

const Sheet = lazy(async () => ({ default: (await import("./requests/sheet")).Sheet }));

/** The client's own calls, refused ones too, as they come. */
export function Requests() {
  const [search, setSearch] = useSearchState();
  const top = useRef<HTMLDivElement>(null);
  const wanted = filtersOf(search);
  const parameters = useParameters(search);
  const list = useList<Call>("/requests", parameters, { limit: 50 });
  const past = Boolean(parameters.to); // nothing new can belong to it
  const on = search.live !== "0" && !past;
  const live = useLive<Call>("/requests/tail", wanted, { wanted: on, reading: Boolean(search.open), onResume: () => void list.refetch() });
  const known = new Set(list.items.map((c) => c.id));
  const calls = past ? list.items : [...live.rows.filter((c) => !known.has(c.id)), ...list.items];
  return (
    <Page
      title="Requests"
      description="Every call with your Client ID, refused ones too, with the reason in words."
      actions={
        <>
          <Export parameters={parameters} />
          {!past && <LiveButton on={on} connection={live.connection} onToggle={() => setSearch({ live: on ? "0" : undefined })} />}
        </>
      }
    >
      <Box ref={top}>
        <Filters search={search} onChange={(change) => setSearch({ ...change, open: undefined })} />
      </Box>
      {live.waiting > 0 && (
        <Group justify="center">
          <Button size="compact-sm" radius="xl" onClick={live.release}>
            {live.waiting} new ↑
          </Button>
        </Group>
      )}
      {list.error && calls.length === 0 ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={10} />
      ) : calls.length === 0 ? (
        <Nothing filtered={Object.keys(parameters).length > 0} />
      ) : (
        <Paper withBorder style={{ overflow: "clip" }}>
          <Calls calls={calls} label="Requests" onOpen={(open) => setSearch({ open })} openId={search.open} />
        </Paper>
      )}
      {list.hasNextPage && (
        <Group justify="center">
          <Button variant="default" onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
            Load more
          </Button>
        </Group>
      )}
      {search.open && (
        <Suspense>
          <Sheet id={search.open} onClose={() => setSearch({ open: undefined })} />
        </Suspense>
      )}
    </Page>
  );
}

function LiveButton({ on, connection, onToggle }: { on: boolean; connection: Connection; onToggle: () => void }) {
  const label = !on ? "Paused" : connection === "broken" ? "Not live" : connection === "live" ? "Live" : "Connecting…";
  return (
    <Button variant={on && connection === "live" ? "light" : "default"} color="teal" onClick={onToggle} aria-pressed={on} aria-label={on ? `${label}, pause` : "Paused, go live"} rightSection={on ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />} miw={112}>
      {label}
    </Button>
  );
}

function Export({ parameters }: { parameters: Record<string, string> }) {
  const as = (label: string, format: string) => ({ label, path: "/requests/export", query: { ...parameters, format } });
  return <DownloadMenu label="Export" files={[as("CSV, for spreadsheets", "csv"), as("NDJSON, one record a line", "ndjson")]} />;
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? <Empty title="No request matches">Take a filter away. Refused requests are recorded too.</Empty> : <Empty title="No request yet">Every call appears here within seconds, refused ones too, with the reason in words.</Empty>;
}
