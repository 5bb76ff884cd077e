import { Alert, Code, Group, Stack, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import type { Schemas } from "@shared/api/types";
import { CopyButton } from "@shared/ui/copy";
import { Time } from "@shared/ui/time";

/** The link of an invitation, at the only moment it is known. */
export function InvitationLink({ email, invitation }: { email: string; invitation: Schemas["Invitation"] }) {
  return (
    <Alert color="teal" icon={<IconMail size={18} />} title={invitation.mailed ? "Invitation on its way" : "Send this link yourself"}>
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {invitation.mailed ? `A mail to ${email} is in the Outbox.` : `No mail server is set, so the mail to ${email} stays in the Outbox.`} With the link they choose a password; it works once and ends <Time at={invitation.expires_at} />.
        </Text>
        {invitation.url && (
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code style={{ overflowWrap: "anywhere" }} data-secret>
              {invitation.url}
            </Code>
            <CopyButton value={invitation.url} what="invitation link" />
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
