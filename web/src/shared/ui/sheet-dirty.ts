import { createContext, useContext, useEffect } from "react";

/** How a form tells the sheet around it that it holds what is not saved. */
export const SheetDirty = createContext<(dirty: boolean) => void>(() => {});

export function useSheetDirty(dirty: boolean): void {
  const tell = useContext(SheetDirty);
  useEffect(() => {
    tell(dirty);
    return () => tell(false);
  }, [tell, dirty]);
}
