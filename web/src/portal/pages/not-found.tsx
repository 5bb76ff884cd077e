import { Anchor, Container } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Page } from "@shared/ui/page";

export function NotFound() {
  return (
    <Container size="sm" component="main">
      <Page title="There is no such page" description="Check the address; a part of it may be missing.">
        <Anchor component={Link} to="/" size="sm">
          Go home
        </Anchor>
      </Page>
    </Container>
  );
}
