import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { api } from "@shared/api/client";
import type { Home } from "../api/types";

// The profile that pages are shown for, until the tab is closed. Undefined: the
// server's choice, the first that can be used.
let chosen: string | undefined;
const watchers = new Set<() => void>();

export function chooseProfile(name: string | undefined): void {
  chosen = name;
  watchers.forEach((w) => w());
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export function useProfile(): string | undefined {
  return useSyncExternalStore(watch, () => chosen);
}

/** Home of the chosen profile: headers, limits, the way so far. */
export function useHome(options: { live?: boolean } = {}) {
  const profile = useProfile();
  return useQuery({
    queryKey: ["home", profile],
    queryFn: ({ signal }) => api.get<Home>("/home", { profile }, signal),
    staleTime: 10_000,
    refetchInterval: options.live ? 5_000 : false,
  });
}
