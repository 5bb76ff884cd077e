import { useLocalStorage } from "@mantine/hooks";

/** How somebody wants a table to look; kept in this browser. */
export interface Look {
  hidden: string[];
  dense: boolean;
}

export function useLook(name: string | undefined, hidden: string[]): [Look, (look: Look) => void] {
  const usual: Look = { hidden, dense: false };
  const [look, setLook] = useLocalStorage<Look>({ key: `gatehouse-table-${name ?? "any"}`, defaultValue: usual, getInitialValueInEffect: false });
  return [name ? { ...usual, ...look } : usual, setLook];
}
