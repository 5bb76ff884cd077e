import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { useList } from "@shared/api/list";
import type { Profile } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { methodsText } from "../../parts/methods";
import { ClientName, NamesOf } from "../../parts/names";

export const authNames: Record<string, string> = { token: "Token", none: "None", jwt: "JWT", oidc: "OIDC", mtls: "mTLS" };

const columns: Column<Profile>[] = [
  {
    title: "Name",
    cell: (p) => (
      <Anchor component={Link} to={`/profiles/${p.id}`} fw={600} c="inherit" style={{ overflowWrap: "anywhere" }}>
        {p.name}
      </Anchor>
    ),
  },
  { title: "Status", cell: (p) => <Status of={p.status} /> },
  { title: "Auth method", cell: (p) => authNames[p.auth.type] ?? p.auth.type, wide: true },
  { title: "Allowed methods", cell: (p) => methodsText(p.allowed_methods), wide: true },
  { title: "IP allowlist", cell: (p) => <Addresses of={p} />, wide: true },
  { title: "Policies", cell: (p) => <NamesOf kind="policies" ids={p.policy_ids} most={2} />, wide: true },
  { title: "Expires", cell: (p) => <Time at={p.expires_at} />, wide: true },
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
  withClient?: boolean;
  filtered?: boolean;
  empty: React.ReactNode;
}

export function ProfileTable({ list, withClient, filtered, empty }: ProfileTableProps) {
  const shown = withClient ? [columns[0]!, client, ...columns.slice(1)] : columns;
  return <DataTable label="Profiles" columns={shown} list={list} rowKey={(p) => p.id} href={(p) => `/profiles/${p.id}`} filtered={filtered} empty={empty} />;
}
