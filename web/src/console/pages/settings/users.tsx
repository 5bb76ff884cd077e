import { Group, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useList } from "@shared/api/list";
import type { Schemas } from "@shared/api/types";
import { type Column, DataTable } from "@shared/ui/data-table";
import { Empty } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { useSearchState } from "../../parts/search-state";
import { useMe } from "../../session";
import { NewUser } from "./new-user";
import { UserActions } from "./user-actions";

export type User = Schemas["User"];

/** The people who sign in to this console. */
export function Users() {
  const [search, setSearch] = useSearchState();
  const setText = useDebouncedCallback((q: string) => setSearch({ q }), 200);
  const list = useList<User>("/users", { q: search.q });
  const create = (
    <ActionButton area="system" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New user
    </ActionButton>
  );
  return (
    <>
      <Group justify="space-between" mb="sm" gap="sm">
        <TextInput
          aria-label="Filter users"
          placeholder="Filter by name or email"
          leftSection={<IconSearch size={15} />}
          defaultValue={search.q}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 320 }}
        />
        {create}
      </Group>
      <DataTable label="Users" columns={columns} list={list} rowKey={(u) => u.id} filtered={Boolean(search.q)} empty={<Empty title="No user yet" action={create}>Users sign in to this console with their email.</Empty>} />
      <NewUser opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} />
    </>
  );
}

const columns: Column<User>[] = [
  { title: "User", cell: (u) => <Who user={u} /> },
  { title: "Role", cell: (u) => u.role },
  { title: "Status", cell: (u) => <State user={u} /> },
  { title: "Signs in with", cell: (u) => [u.has_password && "password", u.single_sign_on && "single sign-on"].filter(Boolean).join(", ") || "–", wide: true },
  { title: "Last sign-in", cell: (u) => <Time at={u.last_sign_in_at} />, wide: true },
  { title: "Actions", cell: (u) => <UserActions user={u} />, align: "right", width: 72 },
];

function Who({ user }: { user: User }) {
  const me = useMe();
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
        {user.name || user.email}
        {me.user?.id === user.id && (
          <Text span size="sm" c="dimmed" fw={400}>
            {" "}
            (you)
          </Text>
        )}
      </Text>
      {user.name && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {user.email}
        </Text>
      )}
    </div>
  );
}

function State({ user }: { user: User }) {
  const invited = user.status === "enabled" && !user.has_password && !user.single_sign_on;
  return invited ? <Status of="waiting" label={user.invited_until ? "Invited" : "Not invited"} /> : <Status of={user.status} />;
}
