import { Alert, Button, Code, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { Problem } from "@shared/api/client";
import { CopyButton } from "./copy";

/** What an empty list says: what this is, why it matters, what to do. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder p="xl" ta="center">
      <Stack gap="xs" align="center" maw={480} mx="auto">
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed" component="div">
          {children}
        </Text>
        {action && <Group mt="xs">{action}</Group>}
      </Stack>
    </Paper>
  );
}

/** An error in words, with the request id to quote and a way to try again. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof Problem ? error : undefined;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} />} title={problem?.title ?? "Something went wrong"}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{problem?.detail || (error instanceof Error ? error.message : "")}</Text>
        {problem?.requestId && (
          <Group gap={4}>
            <Text size="xs" c="dimmed">
              Request id
            </Text>
            <Code>{problem.requestId}</Code>
            <CopyButton value={problem.requestId} what="request id" />
          </Group>
        )}
        {retry && (
          <Button variant="default" size="xs" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Rows of grey, shown only when loading takes longer than a blink. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack gap="xs" role="status" aria-label="Loading" mih={rows * 40}>
      {late && Array.from({ length: rows }, (_, i) => <Skeleton key={i} height={32} />)}
    </Stack>
  );
}
