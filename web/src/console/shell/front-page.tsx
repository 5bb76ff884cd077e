import { Box, Center, Group, Paper, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Mark } from "./logo";

/** The frame of the pages before sign-in: one card in the middle. */
export function FrontPage({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Gatehouse`;
  }, [title]);
  return (
    <Center mih="100vh" p="md" component="main">
      <Box w="100%" maw={400}>
        <Group gap="xs" justify="center" mb="lg">
          <Mark size={28} />
          <Text fw={600} size="lg">
            Gatehouse
          </Text>
        </Group>
        <Paper withBorder p="lg" shadow="xs">
          <Title order={1} mb="md">
            {title}
          </Title>
          {children}
        </Paper>
      </Box>
    </Center>
  );
}
