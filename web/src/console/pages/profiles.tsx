import { Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useList } from "@shared/api/list";
import type { Profile } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { ActionButton } from "../parts/action-button";
import { Pick } from "../parts/pick";
import { useSearchState } from "../parts/search-state";
import { laterSheet } from "../parts/later";
import { ProfileTable } from "./profiles/profile-table";

const NewProfile = laterSheet(async () => (await import("./profiles/new-profile")).NewProfile);

export function Profiles() {
  const [search, setSearch] = useSearchState();
  const setText = useDebouncedCallback((q: string) => setSearch({ q }), 200);
  const list = useList<Profile>("/profiles", { q: search.q, client_id: search.client });
  const create = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New profile
    </ActionButton>
  );
  return (
    <Page title="Profiles" description="How and from where a client may call. A profile’s name is the Profile ID sent in the X-Profile-ID header." actions={create}>
      <Group gap="sm">
        <TextInput
          aria-label="Filter profiles"
          placeholder="Filter by name"
          leftSection={<IconSearch size={15} />}
          defaultValue={search.q}
          onChange={(event) => setText(event.currentTarget.value)}
          w={{ base: "100%", sm: 320 }}
        />
        <Pick kind="clients" aria-label="Client" placeholder="Any client" value={search.client ?? null} onChange={(id) => setSearch({ client: id ?? undefined })} clearable w={{ base: "100%", sm: 220 }} />
      </Group>
      <ProfileTable
        list={list}
        withClient
        filtered={Boolean(search.q || search.client)}
        empty={
          <Empty title="No profile yet" action={create}>
            A profile belongs to a client and holds its credentials, allowed methods and IP allowlist. A client can have several, for example one for tests.
          </Empty>
        }
      />
      <NewProfile opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} clientId={search.client} />
    </Page>
  );
}
