import { Alert, Code, Group, Stack, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CopyButton } from "@shared/ui/copy";

interface InvitedProps {
  email: string;
  /** A mail server is set, so the mail goes out by itself. */
  mailed: boolean;
  /** Null in a repeated answer: it was shown before. */
  link: string | null;
  children: ReactNode; // what the link is good for
}

/** Somebody was invited: the link, at the only moment it is known. */
export function Invited({ email, mailed, link, children }: InvitedProps) {
  return (
    <Alert color="teal" icon={<IconMail size={18} />} title={mailed ? "Invite on its way" : "Send this link yourself"} role="status">
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {mailed ? `A mail to ${email} is in the Outbox.` : `No mail server is set, so the mail to ${email} stays in the Outbox.`} {children}
        </Text>
        {link && (
          <Group gap={4} wrap="nowrap" align="flex-start">
            <Code style={{ overflowWrap: "anywhere" }} data-secret>
              {link}
            </Code>
            <CopyButton value={link} what={`invite link of ${email}`} />
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
