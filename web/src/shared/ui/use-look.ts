import { useLocalStorage } from "@mantine/hooks";

/** How somebody wants a table to look; kept in this browser. */
export interface Look {
  hidden: string[];
  dense: boolean;
}

const usual: Look = { hidden: [], dense: false };

export function useLook(name: string | undefined): [Look, (look: Look) => void] {
  const [look, setLook] = useLocalStorage<Look>({ key: `gatehouse-table-${name ?? "any"}`, defaultValue: usual, getInitialValueInEffect: false });
  return [name ? { ...usual, ...look } : usual, setLook];
}
