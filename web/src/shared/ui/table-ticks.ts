import { useState } from "react";

/** Which rows are ticked. A row that is no longer in the list is not ticked any more. */
export function useTicks<T>(items: T[], rowKey: (item: T) => string) {
  const [keys, setKeys] = useState<Set<string>>(new Set());
  const ticked = keys.size === 0 ? [] : items.filter((item) => keys.has(rowKey(item)));
  const all = items.length > 0 && ticked.length === items.length;
  return {
    keys,
    ticked,
    all,
    some: ticked.length > 0 && !all,
    clear: () => setKeys(new Set()),
    toggle: (key: string) =>
      setKeys((before) => {
        const after = new Set(before);
        if (!after.delete(key)) after.add(key);
        return after;
      }),
    toggleAll: () => setKeys(all ? new Set() : new Set(items.map(rowKey))),
  };
}
