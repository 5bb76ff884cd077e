import { Stack } from "@mantine/core";
import { Page } from "@shared/ui/page";
import { Facts, Section } from "@shared/ui/section";
import { Empty } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { useMe } from "../session";
import { ChangePassword } from "./account/change-password";
import { Sessions } from "./account/sessions";

/** One's own account: who one is, the password, where one is signed in. */
export function Account() {
  const { user, role } = useMe();
  if (!user) {
    return (
      <Page title="Account">
        <Empty title="Signed in with an API key">A key has no password and no sessions.</Empty>
      </Page>
    );
  }
  return (
    <Page title="Account">
      <Stack gap="lg" maw={880}>
        <Section title="You">
          <Facts
            facts={[
              ["Name", user.name || "–"],
              ["Email", user.email],
              ["Role", role],
              ["Last sign-in", <Time key="t" at={user.last_sign_in_at} />],
            ]}
          />
        </Section>
        <ChangePassword email={user.email} />
        <Sessions />
      </Stack>
    </Page>
  );
}
