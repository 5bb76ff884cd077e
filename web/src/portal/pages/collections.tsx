import { Page } from "@shared/ui/page";
import { Empty, Failure, Loading } from "@shared/ui/states";
import { CollectionCards } from "../parts/collection-cards";
import { useCollections } from "../parts/collections";

export function Collections() {
  const list = useCollections();
  return (
    <Page title="Collections" description="Everything that is assigned to you.">
      {list.error ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : list.items.length > 0 ? (
        <CollectionCards collections={list.items} />
      ) : (
        <Empty title="No collection is assigned to you yet">Your contact assigns them. They appear here at once.</Empty>
      )}
    </Page>
  );
}
