import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api } from "./client";
import type { Page } from "./types";

type Filters = Record<string, string | number | undefined>;

/**
 * A list of the admin API, a page at a time. The previous rows stay while a
 * changed filter loads, so that nothing jumps.
 */
export function useList<T>(path: string, filters: Filters = {}, options: { enabled?: boolean; limit?: number } = {}) {
  const query = useInfiniteQuery({
    queryKey: ["list", path, filters],
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { limit: options.limit ?? 50, ...filters, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
  });
  return { ...query, items: query.data?.pages.flatMap((p) => p.items) ?? [] };
}
