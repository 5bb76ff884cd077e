import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Search } from "../router";

/** Filters, tabs and open sheets as search parameters of the URL. */
export function useSearchState(): [Search, (change: Search) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Search) =>
      void navigate({
        to: ".",
        search: (previous: Search) => clean({ ...previous, ...next }),
        replace: true,
      } as never),
    [navigate],
  );
  return [search, change];
}

function clean(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ""));
}
