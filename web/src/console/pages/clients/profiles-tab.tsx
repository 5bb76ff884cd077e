import { Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useList } from "@shared/api/list";
import type { Client, Profile } from "@shared/api/types";
import { Empty } from "@shared/ui/states";
import { ActionButton } from "../../parts/action-button";
import { useSearchState } from "../../parts/search-state";
import { laterSheet } from "../../parts/later";
import { ProfileTable } from "../profiles/profile-table";

const NewProfile = laterSheet(async () => (await import("../profiles/new-profile")).NewProfile);

/** How and from where the client may call. */
export function ClientProfiles({ client }: { client: Client }) {
  const [search, setSearch] = useSearchState();
  const list = useList<Profile>("/profiles", { client_id: client.id });
  const create = (
    <ActionButton area="partners" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New profile
    </ActionButton>
  );
  return (
    <>
      {list.items.length > 0 && (
        <Group justify="flex-end" mb="sm">
          {create}
        </Group>
      )}
      <ProfileTable
        list={list}
        empty={
          <Empty title="No profile yet" action={create}>
            A profile says how and from where {client.name} may call. Its name is the Profile ID that the partner sends.
          </Empty>
        }
      />
      <NewProfile opened={search.new === "1"} onClose={() => setSearch({ new: undefined })} clientId={client.id} />
    </>
  );
}
