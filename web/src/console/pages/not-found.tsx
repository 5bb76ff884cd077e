import { Anchor, Container } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Empty } from "@shared/ui/states";

export function NotFound() {
  return (
    <Container size="sm" pt="xl">
      <Empty title="There is nothing here" action={<Anchor component={Link} to="/">Go to the overview</Anchor>}>
        The address may be mistyped, or what it named was deleted. The audit log knows.
      </Empty>
    </Container>
  );
}
