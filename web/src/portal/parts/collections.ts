import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Page } from "@shared/api/types";
import type { Collection, CollectionBrief, Operation } from "../api/types";
import { useProfile } from "./profile";

const collectionsQuery = queryOptions({ queryKey: ["collections"], queryFn: () => api.get<Page<CollectionBrief>>("/collections"), staleTime: 60_000 });

/** The assigned collections. */
export function useCollections() {
  const query = useQuery(collectionsQuery);
  return { ...query, items: query.data?.items ?? [] };
}

/** A collection as the chosen profile may use it. */
export function useCollection(name: string) {
  const profile = useProfile();
  return useQuery({
    queryKey: ["collection", name, profile],
    queryFn: ({ signal }) => api.get<Collection>(`/collections/${encodeURIComponent(name)}`, { profile }, signal),
    staleTime: 60_000,
  });
}

export function useOperation(collection: string, id: string) {
  const profile = useProfile();
  return useQuery({
    queryKey: ["operation", collection, id, profile],
    queryFn: ({ signal }) => api.get<Operation>(`/collections/${encodeURIComponent(collection)}/operations/${encodeURIComponent(id)}`, { profile }, signal),
    staleTime: 60_000,
  });
}
