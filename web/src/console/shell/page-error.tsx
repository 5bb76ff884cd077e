import { Box } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { Failure } from "@shared/ui/states";

/** In place of a page that broke, or whose code is gone because a newer version was installed: loading it again helps. */
export function PageError({ error }: ErrorComponentProps) {
  return (
    <Box p="lg">
      <Failure error={error} retry={() => window.location.reload()} />
    </Box>
  );
}
