import { Menu, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import type { Schemas } from "@shared/api/types";
import { Time } from "@shared/ui/time";
import { attentionOf } from "../parts/attention";
import { useAttention } from "./bell";
import { OpenMenu } from "./open-menu";

const most = 8; // of each kind

export function BellItems({ button }: { button: ReactElement }) {
  const data = useAttention();
  return (
    <OpenMenu button={button} width={340}>
      {data ? <Items of={data} /> : <Menu.Label>…</Menu.Label>}
    </OpenMenu>
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
