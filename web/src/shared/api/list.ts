import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "./client";
import { queryClient } from "./query";
import type { Page } from "./types";

type Filters = Record<string, string | number | undefined>;
type Pages<T> = { pages: Page<T>[]; pageParams: unknown[] };

// A list that is read anew reads every page again: of long ones, the first pages are kept.
const keptPages = 5;

function listQuery<T>(path: string, filters: Filters, limit = 50) {
  return infiniteQueryOptions({
    queryKey: ["list", path, filters],
    queryFn: ({ pageParam, signal }) => api.get<Page<T>>(path, { limit, ...filters, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}

/** Asks for a list before the page that shows it is drawn. */
export function warmList(path: string, filters: Filters = {}, options: { limit?: number } = {}): void {
  void queryClient.prefetchInfiniteQuery(listQuery(path, filters, options.limit));
}

/**
 * A list of the admin API, a page at a time. The previous rows stay while a
 * changed filter loads, so that nothing jumps.
 */
export function useList<T>(path: string, filters: Filters = {}, options: { enabled?: boolean; limit?: number } = {}) {
  const asked = listQuery<T>(path, filters, options.limit);
  const query = useInfiniteQuery({
    ...asked,
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= keptPages,
  });
  useShortened(asked.queryKey);
  const pages = query.data?.pages;
  const items = useMemo(() => pages?.flatMap((p) => p.items) ?? [], [pages]);
  return { ...query, items };
}

/** Lets go of all but the first pages when the list is left. */
function useShortened(queryKey: readonly unknown[]): void {
  const cache = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(
    () => () => {
      cache.setQueryData<Pages<unknown>>(JSON.parse(key) as unknown[], (list) => (list && list.pages.length > keptPages ? { pages: list.pages.slice(0, keptPages), pageParams: list.pageParams.slice(0, keptPages) } : undefined));
    },
    [cache, key],
  );
}
