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

// The columns that the server sorts by; the others only where the whole list is here.
const orders: Record<string, string> = { name: "name", "-name": "-name", created: "created_at", "-created": "-created_at" };

/** What the server is asked to sort a list by. */
export function serverSort(search: Search): string | undefined {
  return orders[search.sort ?? ""];
}
