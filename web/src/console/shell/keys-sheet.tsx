import { Kbd, Modal, Switch, Table } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { singleKeysChoice } from "@shared/ui/single-keys";

/** All keys, and the switch for those that are single. */
export function KeysSheet({ places, mayOnboard, onClose }: { places: [string, string][]; mayOnboard: boolean; onClose: () => void }) {
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
    <Modal opened onClose={onClose} title="Keys">
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
    </Modal>
  );
}
