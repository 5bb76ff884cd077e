import { Kbd, Modal, Switch, Table } from "@mantine/core";
import { useHotkeys, useLocalStorage } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { mayRead, useMe, useWhyNot } from "../session";
import { sections } from "./navigation";

const waitsFor = 1_500; // milliseconds between "g" and the letter

/**
 * Single keys: "g" and a letter go to a page, "o" onboards,
 * "f" filters, "?" shows them all. Off inside inputs, and switched off
 * altogether by whoever wants that (WCAG 2.1.4).
 */
export function Keys() {
  const navigate = useNavigate();
  const { role } = useMe();
  const whyNot = useWhyNot("partners");
  const [on, setOn] = useLocalStorage({ key: "gatehouse-single-keys", defaultValue: true });
  const [help, setHelp] = useState(false);
  const armed = useRef(0);
  const places = sections.flatMap((s) => s.places).filter((p) => p.key && mayRead(role, p.area));
  const going = () => Date.now() - armed.current < waitsFor;
  const press = (letter: string, alone?: () => void) => () => {
    if (!on) return;
    const place = going() ? places.find((p) => p.key === letter) : undefined;
    armed.current = 0;
    if (place) void navigate({ to: place.to });
    else alone?.();
  };
  const letters: [string, (() => void) | undefined][] = [
    ["o", whyNot ? undefined : () => void navigate({ to: "/onboard" })],
    ["f", () => main()?.querySelector<HTMLInputElement>("input[aria-label^='Filter'], input[type='search']")?.focus()],
    ...["c", "p", "l", "a", "r"].map((l): [string, undefined] => [l, undefined]),
  ];
  useHotkeys([["g", () => (armed.current = Date.now())], ["shift+?", () => setHelp(true)], ...letters.map(([letter, alone]): [string, () => void] => [letter, press(letter, alone)])]);
  const rows: [string, string][] = [
    ["⌘K or /", "Search or jump to"],
    ...(whyNot ? [] : ([["o", "Onboard a partner"]] as [string, string][])),
    ...places.map((p): [string, string] => [`g ${p.key}`, p.label]),
    ["f", "Filter the list"],
    ["⌘↵", "Save a form"],
    ["⌘J", "Light or dark"],
    ["Esc", "Close"],
    ["?", "This list"],
  ];
  return (
    <Modal opened={help} onClose={() => setHelp(false)} title="Keys">
      <Table aria-label="Keys" mb="md">
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
    </Modal>
  );
}

function main(): HTMLElement | null {
  return document.querySelector("main");
}
