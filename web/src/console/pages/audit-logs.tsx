import { Anchor, Select, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { AuditEvent } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Page } from "@shared/ui/page";
import { useSingleKeys } from "@shared/ui/single-keys";
import { SideSheet } from "@shared/ui/sidesheet";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { ExportMenu, logFormats } from "../parts/export-menu";
import { FilterText } from "../parts/filter-text";
import { useSearchState } from "../parts/search-state";
import type { Search } from "../router";
import { ChainAlarm, ChainStatus } from "./audit-logs/chain";
import { AuditDetail } from "./audit-logs/detail";
import { actionText, actorTypes, resourceTypes } from "./audit-logs/words";
import { RangeSelect } from "./request-logs/range-select";
import { useTimeRange } from "./request-logs/time-range";

const columns: Column<AuditEvent>[] = [
  { title: "Time", cell: (e) => <Time at={e.at} />, width: 112 },
  {
    title: "Action",
    cell: (e) => (
      <Anchor component={Link} to="/logs/audit" search={((s: Search) => ({ ...s, open: e.id })) as never} fw={600} fz="sm" c="inherit">
        {actionText(e.action)}
      </Anchor>
    ),
  },
  { title: "Object", cell: (e) => <bdi style={{ overflowWrap: "anywhere" }}>{shorten(e.resource.name || e.resource.id)}</bdi> },
  {
    title: "Actor",
    cell: (e) => (
      <>
        {e.actor.name || actorTypes[e.actor.type]}{" "}
        <Text span size="xs" c="dimmed">
          {actorTypes[e.actor.type]}
        </Text>
      </>
    ),
    wide: true,
  },
  { title: "Address", cell: (e) => e.actor.ip ?? "–", wide: true },
  { title: "Fields", cell: (e) => e.changes.length, align: "right", wide: true },
];

export function AuditLogs() {
  const [search, setSearch] = useSearchState();
  const range = useTimeRange({ range: "30d", ...search });
  const { actor, action, resource_type, resource_id, range: chosen } = search;
  // Without a chosen span the whole log is listed: it is short.
  const span = chosen || range.fixed ? range.parameters : {};
  const filters = { actor, action, resource_type, resource_id, ...span };
  const list = useList<AuditEvent>("/audit-logs", filters, { limit: 100 });
  const step = (by: number) => {
    const next = search.open && list.items[list.items.findIndex((e) => e.id === search.open) + by];
    if (next) setSearch({ open: next.id });
  };
  useSingleKeys({ "]": () => step(1), "[": () => step(-1) }, { inDialogs: true });
  const filtered = Boolean(actor || action || resource_type || resource_id || chosen || range.fixed);
  return (
    <Page title="Audit Logs" description="Every change, with who made it and each field before and after. It cannot be edited." actions={<><ChainStatus /><ExportMenu formats={logFormats("/audit-logs/export", defined(filters))} /></>}>
      <ChainAlarm />
      <DataTable
        name="audit-logs"
        filters={<Filters search={search} setSearch={setSearch} rangeValue={chosen || range.fixed ? range.value : "all"} />}
        label="Audit events"
        columns={columns}
        list={list}
        rowKey={(e) => e.id}
        onOpen={(e) => setSearch({ open: e.id })}
        filtered={filtered}
        empty={<Empty title="No change yet">Every change made in the console, by the admin API or on the command line appears here, with who made it.</Empty>}
      />
      <Opened id={search.open} known={list.items} setSearch={setSearch} />
    </Page>
  );
}

function Filters({ search, setSearch, rangeValue }: { search: Search; setSearch: (change: Search) => void; rangeValue: string }) {
  const input = (key: string, label: string, placeholder: string) => <FilterText label={label} placeholder={placeholder} value={search[key] ?? ""} onChange={(value) => setSearch({ [key]: value || undefined })} />;
  return (
    <>
      {input("actor", "Actor", "Actor, such as an email")}
      {input("action", "Action", "Action, such as client.created")}
      <Select
        aria-label="Kind of object"
        placeholder="Any kind of object"
        data={resourceTypes.map((t) => ({ value: t, label: actionText(t) }))}
        value={search.resource_type ?? null}
        onChange={(type) => setSearch({ resource_type: type ?? undefined })}
        clearable
        searchable
        w={{ base: "calc(50% - 6px)", sm: 190 }}
      />
      {input("resource_id", "Object id", "Object id")}
      <RangeSelect all value={rangeValue} search={search} setSearch={setSearch} w={{ base: "calc(50% - 6px)", sm: rangeValue === "custom" ? 230 : 170 }} />
    </>
  );
}

function Opened({ id, known, setSearch }: { id?: string; known: AuditEvent[]; setSearch: (change: Search) => void }) {
  const listed = known.find((e) => e.id === id);
  const { data, error } = useQuery({
    queryKey: ["audit-event", id],
    queryFn: () => api.get<AuditEvent>(`/audit-logs/${encodeURIComponent(id!)}`),
    enabled: Boolean(id) && !listed,
    staleTime: Infinity,
  });
  const event = listed ?? (data?.id === id ? data : undefined);
  return (
    <SideSheet title="Change" opened={Boolean(id)} onClose={() => setSearch({ open: undefined })} size={680}>
      {event ? (
        <AuditDetail key={event.id} event={event} onOpen={(open) => setSearch({ open })} onFilter={(resource_id) => setSearch({ resource_id, open: undefined })} />
      ) : error ? (
        <Failure error={error} />
      ) : (
        <Loading />
      )}
    </SideSheet>
  );
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

function defined(filters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
