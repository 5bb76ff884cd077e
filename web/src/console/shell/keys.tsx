import { Kbd, Modal, Switch, Table } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { singleKeysChoice, useSingleKeys } from "@shared/ui/single-keys";
import { mayRead, useMe, useWhyNot } from "../session";
import { sections } from "./navigation";
import { onShowKeys, palette } from "./open";

const waitsFor = 1_500; // milliseconds between "g" and the letter

/**
 * Single keys: "g" and a letter go to a page, "o" onboards, "n" begins
 * something new, "?" shows them all. Off inside inputs and under dialogs, and
 * switched off altogether by whoever wants that (WCAG 2.1.4).
 */
export function Keys() {
  const navigate = useNavigate();
  const { role } = useMe();
  const whyNot = useWhyNot("partners");
  const [help, setHelp] = useState(false);
  const armed = useRef(0);
  useEffect(() => onShowKeys(() => setHelp(true)), []);
  const places = sections.flatMap((s) => s.places).filter((p) => p.key && mayRead(role, p.area));
  const alone: Record<string, () => void> = {
    "?": () => setHelp(true),
    "/": palette.open,
    o: () => !whyNot && void navigate({ to: "/onboard" }),
    n: () => within("button", /^New /)?.click(),
    e: () => within("button, a", /^Edit\b/)?.click(),
    f: () => document.querySelector<HTMLInputElement>("main input[aria-label^='Filter'], main input[type='search']")?.focus(),
  };
  const press = (key: string) => (event: KeyboardEvent) => {
    const place = Date.now() - armed.current < waitsFor ? places.find((p) => p.key === key) : undefined;
    armed.current = key === "g" ? Date.now() : 0;
    if (!place && !alone[key]) return;
    // The letter would be typed into what is focused by it.
    event.preventDefault();
    if (place) void navigate({ to: place.to });
    else alone[key]!();
  };
  const keys = ["g", ...Object.keys(alone), ...places.map((p) => p.key!)];
  useSingleKeys(Object.fromEntries(keys.map((key) => [key, press(key)])));
  return (
    <Modal opened={help} onClose={() => setHelp(false)} title="Keys">
      <Sheet places={places.map((p) => [`g ${p.key}`, p.label])} mayOnboard={!whyNot} />
    </Modal>
  );
}

function Sheet({ places, mayOnboard }: { places: [string, string][]; mayOnboard: boolean }) {
  const [on, setOn] = useLocalStorage({ key: singleKeysChoice, defaultValue: true });
  const rows: [string, string][] = [
    ["⌘K or /", "Search or jump to"],
    ...(mayOnboard ? ([["o", "Onboard a partner"]] as [string, string][]) : []),
    ...places,
    ["n", "New …, on a list"],
    ["e", "Edit, on a page"],
    ["f", "Filter the list"],
    ["j k", "Next and previous row"],
    ["Enter", "Open the row"],
    ["x", "Select the row"],
    ["[ ]", "Previous and next entry of a log"],
    ["⌘↵", "Save a form"],
    ["⌘J", "Light or dark"],
    ["Esc", "Close"],
    ["?", "This list"],
  ];
  return (
    <>
      <Table aria-label="Keys" mb="md" verticalSpacing={5}>
        <Table.Tbody>
          {rows.map(([keys, what]) => (
            <Table.Tr key={keys}>
              <Table.Th scope="row" w={110}>
                <Kbd size="xs">{keys}</Kbd>
              </Table.Th>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch label="Single keys work outside of inputs" checked={on} onChange={(event) => setOn(event.currentTarget.checked)} />
    </>
  );
}

/** The first control of the page with such a text that can be used. */
function within(kind: string, text: RegExp): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(`main :is(${kind})`)].find((e) => text.test(e.textContent.trim()) && e.ariaDisabled !== "true");
}
