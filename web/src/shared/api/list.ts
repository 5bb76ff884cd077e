import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "./client";
import type { Page } from "./types";

type Filters = Record<string, string | number | undefined>;
type Pages<T> = { pages: Page<T>[]; pageParams: unknown[] };

// A list that is read anew reads every page again: of long ones, the first pages are kept.
const keptPages = 5;

/**
 * A list of the admin API, a page at a time. The previous rows stay while a
 * changed filter loads, so that nothing jumps. A limit of null is for lists
 * that are short by nature and answered whole.
 */
export function useList<T>(path: string, filters: Filters = {}, options: { enabled?: boolean; limit?: number | null } = {}) {
  const queryKey = ["list", path, filters];
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { limit: options.limit === null ? undefined : (options.limit ?? 50), ...filters, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= keptPages,
  });
  useShortened(queryKey);
  const pages = query.data?.pages;
  const items = useMemo(() => pages?.flatMap((p) => p.items) ?? [], [pages]);
  return { ...query, items };
}

/** Lets go of all but the first pages when the list is left. */
function useShortened(queryKey: unknown[]): void {
  const cache = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(
    () => () => {
      cache.setQueryData<Pages<unknown>>(JSON.parse(key) as unknown[], (list) => (list && list.pages.length > keptPages ? { pages: list.pages.slice(0, keptPages), pageParams: list.pageParams.slice(0, keptPages) } : undefined));
    },
    [cache, key],
  );
}
