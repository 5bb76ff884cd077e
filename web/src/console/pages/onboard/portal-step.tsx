import { Checkbox, Stack, Text } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconMail } from "@tabler/icons-react";
import { EmailsInput } from "../../parts/tags-inputs";
import type { Draft } from "./draft";

/** Whose addresses may sign in to the developer portal. */
export function PortalStep({ form }: { form: UseFormReturnType<Draft> }) {
  return (
    <Stack>
      <EmailsInput
        label="Authorized emails"
        description="Press Enter after each address, or paste a list. May stay empty."
        leftSection={<IconMail size={16} />}
        data-autofocus
        value={form.values.portal_emails}
        onChange={(portal_emails) => {
          form.clearErrors();
          form.setValues({ portal_emails });
        }}
        error={form.errors.portal_emails}
      />
      {/* Nothing below comes or goes with an address: it is taken as the input is left, on the way to Continue, which must not move. */}
      <Checkbox
        label="Send invites when created"
        description="A mail with a sign-in link, good for 72 hours. Without one they ask the portal for a link themselves."
        checked={form.values.send_invites}
        onChange={(event) => form.setValues({ send_invites: event.currentTarget.checked })}
      />
      {form.values.profile.token.source === "partner" && (
        <Text size="sm" c="var(--gatehouse-warning)">
          The partner generates the token in the portal: without an address nobody can.
        </Text>
      )}
    </Stack>
  );
}
