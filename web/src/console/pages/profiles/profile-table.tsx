import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { useList } from "@shared/api/list";
import type { Profile } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { BulkStatus } from "../../parts/bulk-status";
import { saveCsv } from "../../parts/csv";
import { methodsText } from "../../parts/methods";
import { ClientName, NamesOf } from "../../parts/names";
import { LastUsed, TokenPrefix } from "../../parts/standing";

export const authNames: Record<string, string> = { token: "Token", none: "None", jwt: "JWT", oidc: "OIDC", mtls: "mTLS" };

const columns: Column<Profile>[] = [
  {
    title: "Name",
    cell: (p) => (
      <Anchor component={Link} to={`/profiles/${p.id}`} fw={600} fz="sm" c="inherit" style={{ overflowWrap: "anywhere" }}>
        {p.name}
      </Anchor>
    ),
    sort: (p) => p.name,
    sortedByServer: true,
  },
  { title: "Status", cell: (p) => <Status of={p.status} />, width: 110, sort: (p) => p.status },
  { title: "Auth method", cell: (p) => authNames[p.auth.type] ?? p.auth.type, wide: true, sort: (p) => p.auth.type },
  { title: "Allowed methods", cell: (p) => methodsText(p.allowed_methods), wide: true, sort: (p) => methodsText(p.allowed_methods) },
  { title: "IP allowlist", cell: (p) => <Addresses of={p} />, wide: true },
  { title: "Policies", cell: (p) => <NamesOf kind="policies" ids={p.policy_ids} most={2} />, wide: true, extra: true },
  { title: "Token", cell: (p) => <TokenPrefix id={p.id} />, width: 110, wide: true },
  { title: "Last used", cell: (p) => <LastUsed profile={p} />, width: 120, wide: true },
  { title: "Expires", cell: (p) => <Time at={p.expires_at} />, wide: true, sort: (p) => p.expires_at ?? "9999" },
];

const client: Column<Profile> = { title: "Client", cell: (p) => <ClientName id={p.client_id} /> };

function Addresses({ of }: { of: Profile }) {
  const [first, ...more] = of.ip_allowlist;
  if (!first) return <Text size="sm" c="dimmed">any</Text>;
  return (
    <Text size="sm" span>
      {first}
      {more.length > 0 && ` +${more.length}`}
    </Text>
  );
}

interface ProfileTableProps {
  list: ReturnType<typeof useList<Profile>>;
  /** The list of all clients' profiles, with its filters. */
  all?: { filters: React.ReactNode; sort?: string; onSort: (sort: string | undefined) => void };
  filtered?: boolean;
  empty: React.ReactNode;
}

export function ProfileTable({ list, all, filtered, empty }: ProfileTableProps) {
  const shown = all ? [columns[0]!, client, ...columns.slice(1)] : columns;
  const more = all && { ...all, name: "profiles", bulk: { nameOf: (p: Profile) => p.name, actions: bulk } };
  return <DataTable label="Profiles" columns={shown} list={list} rowKey={(p) => p.id} href={(p) => `/profiles/${p.id}`} filtered={filtered} empty={empty} {...more} />;
}

function bulk(profiles: Profile[], clear: () => void) {
  const save = () =>
    saveCsv(
      "profiles",
      ["profile_id", "id", "client_id", "status", "auth", "allowed_methods", "ip_allowlist", "expires_at"],
      profiles.map((p) => [p.name, p.id, p.client_id, p.status, p.auth.type, methodsText(p.allowed_methods), p.ip_allowlist.join(" "), p.expires_at ?? ""]),
    );
  return <BulkStatus kind="profiles" items={profiles} onDone={clear} onExport={save} />;
}
