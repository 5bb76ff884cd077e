import type { KeyboardEvent } from "react";

/**
 * Enter takes the first result of a search box. Spotlight selects it when the
 * text changes, but what a server finds comes later.
 */
export function enterFirst(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  const results = event.currentTarget.closest("[role=dialog]");
  if (!results?.querySelector("[data-selected]")) results?.querySelector<HTMLElement>("[data-action]")?.click();
}
