import { Code, Text } from "@mantine/core";
import { IconPlus, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Profile, Token } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { Confirm } from "../../parts/confirm";
import { useSearchState } from "../../parts/search-state";
import { laterSheet } from "../../parts/later";

const NewToken = laterSheet(async () => (await import("./rotate")).NewToken);

/** The tokens of a profile: recognised by their first characters, never shown again. */
export function Tokens({ profile }: { profile: Profile }) {
  const list = useList<Token>(`/profiles/${profile.id}/tokens`);
  const [search, setSearch] = useSearchState();
  const [revoking, setRevoking] = useState<Token>();
  const mode = search.token === "rotate" || search.token === "add" ? search.token : undefined;
  return (
    <Section
      title="Tokens"
      description="Rotation keeps old and new side by side until the overlap ends."
      actions={
        <>
          <ActionButton area="partners" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ token: "add" })}>
            Add token
          </ActionButton>
          <ActionButton area="partners" variant="default" leftSection={<IconRefresh size={16} />} onClick={() => setSearch({ token: "rotate" })}>
            Rotate
          </ActionButton>
        </>
      }
      bare
    >
      <DataTable
        label="Tokens"
        columns={columnsOf(setRevoking)}
        list={list}
        rowKey={(t) => t.id}
        empty={<Empty title="No token">Every call with this profile is answered 401 until it has a token.{profile.self_service && " The partner can generate one in the developer portal."}</Empty>}
      />
      <NewToken opened={mode !== undefined} profile={profile} tokens={list.items} mode={mode} onClose={() => setSearch({ token: undefined })} />
      {revoking && <Revoke profile={profile} token={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}

function columnsOf(revoke: (t: Token) => void): Column<Token>[] {
  return [
    { title: "Token", cell: (t) => <Code>{t.prefix}…</Code> },
    { title: "Status", cell: (t) => <Status of={t.status} /> },
    { title: "Created", cell: (t) => <Time at={t.created_at} />, wide: true },
    { title: "Expires", cell: (t) => <Time at={t.expires_at} />, wide: true },
    { title: "Last used", cell: (t) => <LastUse token={t} />, wide: true },
    { title: "Uses", cell: (t) => whole(t.use_count), align: "right", wide: true },
    {
      title: "Actions",
      align: "right",
      cell: (t) =>
        (t.status === "active" || t.status === "retiring") && (
          <ActionButton area="partners" variant="subtle" color="red" size="compact-sm" aria-label={`Revoke token ${t.prefix}…`} onClick={() => revoke(t)}>
            Revoke
          </ActionButton>
        ),
    },
  ];
}

function LastUse({ token }: { token: Token }) {
  return (
    <>
      <Time at={token.last_used_at} />
      {token.last_used_ip && (
        <Text span size="xs" c="dimmed">
          {" "}
          from {token.last_used_ip}
        </Text>
      )}
    </>
  );
}

function Revoke({ profile, token, onClose }: { profile: Profile; token: Token; onClose: () => void }) {
  return (
    <Confirm
      title={`Revoke token ${token.prefix}…?`}
      action="Revoke"
      run={() => api.delete(`/profiles/${profile.id}/tokens/${token.id}`)}
      done="Token revoked"
      onClose={onClose}
    >
      From the next request on, calls with it are answered 401, and its open streams are closed. {token.last_used_at ? "It was last used " : "It was never used."}
      {token.last_used_at && (
        <>
          <Time at={token.last_used_at} />.
        </>
      )}{" "}
      This cannot be undone.
    </Confirm>
  );
}
