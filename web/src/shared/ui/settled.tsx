import { type ReactNode, useSyncExternalStore } from "react";

// The first page of a visit, which everything has to be fetched for, comes
// before what surrounds it.
let settled = false;
const watchers = new Set<() => void>();

/** The first page is there. */
export function settle(): void {
  settled = true;
  watchers.forEach((changed) => changed());
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

/** False until the first page of the visit is drawn with its data. */
export function useSettled(): boolean {
  return useSyncExternalStore(watch, () => settled);
}

/** What is drawn, and its code fetched, once the first page is there. */
export function Settled({ children, meanwhile = null }: { children: ReactNode; meanwhile?: ReactNode }) {
  return useSettled() ? children : meanwhile;
}
