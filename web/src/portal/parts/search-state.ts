import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Search } from "../router";

/** Filters and open sheets as search parameters of the URL. */
export function useSearchState(): [Search, (change: Search) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Search) =>
      void navigate({
        to: ".",
        search: (previous: Search) => Object.fromEntries(Object.entries({ ...previous, ...next }).filter(([, value]) => value)),
        replace: true,
      } as never),
    [navigate],
  );
  return [search, change];
}
