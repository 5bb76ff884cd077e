import { IconPlus } from "@tabler/icons-react";
import { useList, warmList } from "@shared/api/list";
import type { Profile } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Empty } from "@shared/ui/states";
import { ActionButton } from "../parts/action-button";
import { FilterText } from "../parts/filter-text";
import { Pick } from "../parts/pick";
import { serverSort, useSearchState } from "../parts/search-state";
import { laterSheet } from "../parts/later";
import type { Search } from "../router";
import { ProfileTable } from "./profiles/profile-table";

const NewProfile = laterSheet(async () => (await import("./profiles/new-profile")).NewProfile);

const asked = (search: Search) => ({ q: search.q, client_id: search.client, sort: serverSort(search) });

export const warm = (search: Search) => warmList("/profiles", asked(search), { limit: 200 });

export function Profiles() {
  const [search, setSearch] = useSearchState();
  const list = useList<Profile>("/profiles", asked(search), { limit: 200 });
  const create = (
    <ActionButton area="partners" aria-keyshortcuts="n" leftSection={<IconPlus size={16} />} onClick={() => setSearch({ new: "1" })}>
      New profile
    </ActionButton>
  );
  return (
    <Page title="Profiles" description="How and from where a client may call. A profile’s name is the Profile ID sent in the X-Profile-ID header." actions={create}>
      <ProfileTable
        list={list}
        all={{
          sort: search.sort,
          onSort: (sort) => setSearch({ sort }),
          filters: (
            <>
              <FilterText wide label="Filter profiles" placeholder="Filter by name" value={search.q ?? ""} onChange={(q) => setSearch({ q: q || undefined })} />
              <Pick kind="clients" aria-label="Client" placeholder="Any client" value={search.client ?? null} onChange={(id) => setSearch({ client: id ?? undefined })} clearable w={{ base: "100%", sm: 220 }} />
            </>
          ),
        }}
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
