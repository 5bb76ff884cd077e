import { Stack, Text } from "@mantine/core";
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
      <Text size="sm" c="dimmed">
        Adding an address is enough. Its owner can ask the developer portal for a sign-in link.
      </Text>
    </Stack>
  );
}
