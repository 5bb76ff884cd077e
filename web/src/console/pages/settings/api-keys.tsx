import { Button, Code, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import { useList } from "@shared/api/list";
import type { Schemas } from "@shared/api/types";
import { ConfirmDelete } from "@shared/ui/confirm-delete";
import { type Column, DataTable } from "@shared/ui/data-table";
import { SecretOnce } from "@shared/ui/secret";
import { SideSheet } from "@shared/ui/sidesheet";
import { Empty, Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";
import { Time } from "@shared/ui/time";
import { ActionButton } from "../../parts/action-button";
import { FormFoot } from "../../parts/form-foot";
import { lifetimes } from "../../parts/lifetimes";
import { nameRule } from "../../parts/rules";
import { useSearchState } from "../../parts/search-state";
import { useCreate } from "../../parts/use-create";
import { roles } from "./roles";

type Key = Schemas["APIKey"];

/** Keys with which programs use the admin API. */
export function ApiKeys() {
  const [search, setSearch] = useSearchState();
  const list = useList<Key>("/api-keys");
  const create = (
    <ActionButton area="system" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New API key
    </ActionButton>
  );
  return (
    <>
      <Group justify="space-between" mb="sm" gap="sm">
        <Text size="sm" c="dimmed" flex="1 1 240px">
          For programs and the command line: sent as Authorization: Bearer ghk_…
        </Text>
        {create}
      </Group>
      <DataTable label="API keys" columns={columns} list={list} rowKey={(k) => k.id} empty={<Empty title="No API key yet" action={create}>Programs use the admin API with a key of their own.</Empty>} />
      <NewKey opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} />
    </>
  );
}

const columns: Column<Key>[] = [
  {
    title: "Name",
    cell: (k) => (
      <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }}>
        {k.name}
      </Text>
    ),
  },
  { title: "Key", cell: (k) => <Code>{k.prefix}…</Code>, wide: true },
  { title: "Role", cell: (k) => k.role, wide: true },
  { title: "Status", cell: (k) => <Status of={k.status} /> },
  { title: "Last used", cell: (k) => <Time at={k.last_used_at} />, wide: true },
  { title: "Expires", cell: (k) => <Time at={k.expires_at} />, wide: true },
  { title: "Actions", cell: (k) => k.status === "active" && <Revoke of={k} />, align: "right", width: 96 },
];

function Revoke({ of }: { of: Key }) {
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setAsking(true)} aria-label={`Revoke ${of.name}`}>
        Revoke
      </Button>
      <ConfirmDelete
        what="API key"
        name={of.name}
        opened={asking}
        onClose={() => setAsking(false)}
        impact="Revokes the key: it is refused from the next call on and cannot be brought back. It stays listed."
        onDelete={async () => {
          await api.delete(`/api-keys/${of.id}`);
          setAsking(false);
          notifications.show({ color: "teal", message: `API key ${of.name} revoked` });
          void cache.invalidateQueries({ queryKey: ["list", "/api-keys"] });
        }}
      />
    </>
  );
}

function NewKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<Schemas["IssuedAPIKey"]>();
  const close = () => {
    setCreated(undefined);
    onClose();
  };
  return (
    <SideSheet title={created ? "API key created" : "New API key"} opened={opened} onClose={close}>
      {created ? (
        <Stack>
          {created.secret ? <SecretOnce what="API key" secret={created.secret} /> : <Text size="sm">The key was shown before and cannot be shown again. Revoke it and make another.</Text>}
          <Group>
            <Button onClick={close}>Done</Button>
          </Group>
        </Stack>
      ) : (
        <KeyForm onClose={close} onCreated={setCreated} />
      )}
    </SideSheet>
  );
}

const blank = { name: "", role: "editor", days: "" };

function KeyForm({ onClose, onCreated }: { onClose: () => void; onCreated: (k: Schemas["IssuedAPIKey"]) => void }) {
  const form = useForm({ initialValues: blank, validate: { name: nameRule }, validateInputOnBlur: true });
  const { create, busy, unbound } = useCreate<Schemas["IssuedAPIKey"], typeof blank>("/api-keys", form, bodyOf, onCreated);
  return (
    <form onSubmit={form.onSubmit(create)} noValidate>
      <Stack>
        {unbound && <Failure error={unbound} />}
        <TextInput label="Name" required data-autofocus placeholder="deploy-pipeline" spellCheck={false} autoComplete="off" {...form.getInputProps("name")} />
        <Select label="Role" data={roles} allowDeselect={false} {...form.getInputProps("role")} />
        <Select
          label="Expires"
          data={lifetimes}
          allowDeselect={false}
          {...form.getInputProps("days")}
          error={form.errors.expires_at}
        />
        <FormFoot onCancel={onClose} busy={busy} />
      </Stack>
    </form>
  );
}

function bodyOf({ name, role, days }: typeof blank) {
  return { name, role, expires_at: days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : undefined };
}
