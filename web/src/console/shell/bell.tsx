import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { attentionCount, attentionOf } from "../parts/attention";
import { mayRead, useMe } from "../session";

const most = 8; // of each kind

/** What needs attention and who called for the first time, from every page. */
export function Bell() {
  const { role } = useMe();
  const partners = mayRead(role, "partners");
  const { data } = useQuery({ queryKey: ["/overview"], queryFn: ({ signal }) => api.get<Schemas["Overview"]>("/overview", undefined, signal), enabled: partners, refetchInterval: 60_000, staleTime: 30_000 });
  if (!partners) return null;
  const count = data ? attentionCount(data.needs_attention) : 0;
  const label = count > 0 ? `Notifications, ${count} need attention` : "Notifications";
  return (
    <Menu position="bottom-end" width={340}>
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={label}>
          <IconBell size={17} />
          {count > 0 && <span className="bell-dot" aria-hidden />}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={480} style={{ overflowY: "auto" }}>{data ? <Items of={data} /> : <Menu.Label>…</Menu.Label>}</Menu.Dropdown>
    </Menu>
  );
}

function Items({ of }: { of: Schemas["Overview"] }) {
  const attention = attentionOf(of.needs_attention).slice(0, most);
  const first = of.onboarding.first_calls.slice(0, most);
  return (
    <>
      <Menu.Label>Needs attention</Menu.Label>
      {attention.length === 0 && (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          Nothing.
        </Text>
      )}
      {attention.map((a) => (
        <Menu.Item key={a.key} component={Link} to={a.to} search={a.search as never}>
          <Line title={a.label} detail={a.detail} at={a.at} />
        </Menu.Item>
      ))}
      {first.length > 0 && <Menu.Label>First calls</Menu.Label>}
      {first.map((f) => (
        <Menu.Item key={f.client_id} component={Link} to={`/clients/${f.client_id}`}>
          <Line title={`${f.client_name} called for the first time`} at={f.at} />
        </Menu.Item>
      ))}
    </>
  );
}

function Line({ title, detail, at }: { title: string; detail?: string; at?: string }) {
  return (
    <>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {title}
      </Text>
      <Text size="xs" style={{ overflowWrap: "anywhere" }}>
        {detail} {at && <Time at={at} />}
      </Text>
    </>
  );
}
