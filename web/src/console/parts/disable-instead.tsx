import { Button, Text } from "@mantine/core";

/** Offered before a deletion: what can be taken back. */
export function DisableInstead({ onDisable }: { onDisable: () => void }) {
  return (
    <div>
      <Text size="sm" mb={6}>
        Disabling refuses the same calls and can be taken back.
      </Text>
      <Button size="xs" variant="default" onClick={onDisable}>
        Disable instead
      </Button>
    </div>
  );
}
