import type { UseFormReturnType } from "@mantine/form";
import { useEffect } from "react";

/**
 * Keeps what was typed over a reload, in this tab only. Never use it for a
 * form that holds a secret.
 */
export function useUnsaved<V extends object>(name: string, form: Pick<UseFormReturnType<V>, "setValues" | "getValues" | "isDirty" | "values">, active: boolean) {
  const key = `gatehouse-unsaved-${name}`;
  useEffect(() => {
    const kept = active && sessionStorage.getItem(key);
    if (kept) form.setValues(JSON.parse(kept) as V);
    // Only when the form opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [active, key]);
  useEffect(() => {
    if (!active || !form.isDirty()) return;
    try {
      sessionStorage.setItem(key, JSON.stringify(form.getValues()));
    } catch {
      sessionStorage.removeItem(key); // no room: a reload then finds an empty form
    }
  }, [active, key, form, form.values]);
  return { forget: () => sessionStorage.removeItem(key) };
}
