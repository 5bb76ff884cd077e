import { Alert, Anchor, Button, Code, Group, Stack, Text } from "@mantine/core";
import { useTimeout } from "@mantine/hooks";
import { IconEye, IconEyeOff, IconKey } from "@tabler/icons-react";
import { useState } from "react";
import { CopyButton } from "./copy";

interface SecretOnceProps {
  what: string;
  secret: string;
  children?: React.ReactNode;
}

const shownFor = 30_000;

/** A secret at the only moment it is known: masked, to be copied, readable for 30 seconds at a time. */
export function SecretOnce({ what, secret, children }: SecretOnceProps) {
  const [shown, setShown] = useState(false);
  const hide = useTimeout(() => setShown(false), shownFor);
  const toggle = () => {
    hide.clear();
    if (!shown) hide.start();
    setShown(!shown);
  };
  return (
    <Alert color="teal" icon={<IconKey size={18} />} title={`Copy the ${what} now`}>
      <Stack gap="xs">
        <Text size="sm">It is shown this once. Only a hash of it is kept: nobody can show it again.</Text>
        <Group gap={4} wrap="nowrap" align="flex-start">
          <Code style={{ overflowWrap: "anywhere", flex: "0 1 auto" }} aria-label={what} data-secret>
            {shown ? secret : `${secret.slice(0, 4)}${"•".repeat(24)}`}
          </Code>
          <CopyButton value={secret} what={what} />
        </Group>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={toggle} leftSection={shown ? <IconEyeOff size={14} /> : <IconEye size={14} />}>
            {shown ? "Hide" : "Reveal for 30 s"}
          </Button>
        </Group>
        {children}
      </Stack>
    </Alert>
  );
}

/** The one-time link beside a secret, for whoever must not be mailed the secret. */
export function OneTimeLink({ url }: { url: string }) {
  return (
    <div>
      <Text size="sm" fw={500}>
        One-time link
      </Text>
      <Text size="xs" c="dimmed">
        Works once, for 24 hours. Send it to the partner in place of the token.
      </Text>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Anchor href={url} size="sm" target="_blank" rel="noreferrer" style={{ overflowWrap: "anywhere" }} c="inherit">
          {url}
        </Anchor>
        <CopyButton value={url} what="one-time link" />
      </Group>
    </div>
  );
}
