import { useEffect, useRef } from "react";

/** Where the choice is kept whether single keys work (WCAG 2.1.4); "false" is off. */
export const singleKeysChoice = "gatehouse-single-keys";

/**
 * Single keys such as "j" or "[". They are off inside of inputs, under open
 * dialogs, and for whoever switched them off.
 */
export function useSingleKeys(keys: Record<string, (event: KeyboardEvent) => void>, where: { inDialogs?: boolean } = {}): void {
  const latest = useRef(keys);
  const { inDialogs = false } = where;
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const run = latest.current[event.key];
      if (!run || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
      if (localStorage.getItem(singleKeysChoice) === "false") return;
      if (!inDialogs && document.querySelector("[role=dialog]")) return;
      run(event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [inDialogs]);
}

/** Ticking a box is no writing: keys go on after it. */
function writing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable);
}
