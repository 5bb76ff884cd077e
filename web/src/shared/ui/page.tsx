import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";

/** What the window is called after the page. */
export const SiteName = createContext("Gatehouse");

let arrived = false;

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  above?: ReactNode; // breadcrumb
  children: ReactNode;
}

/** A page: one h1 that takes the focus on arrival, a line of purpose, actions. */
export function Page({ title, description, actions, above, children }: PageProps) {
  const site = useContext(SiteName);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${site}`;
  }, [title, site]);
  useEffect(() => {
    // On the first page of a visit nothing was left to be announced anew: tabbing begins at the top, with the skip link.
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, [title]);
  return (
    <Stack gap="md" p={{ base: "md", md: "lg" }} maw={1680}>
      <Box>
        {above}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box miw={0} flex="1 1 240px">
            <Title order={1} ref={heading} tabIndex={-1} style={{ outline: "none", overflowWrap: "anywhere" }}>
              {title}
            </Title>
            {description && (
              <Text component="div" size="sm" c="dimmed" mt={2}>
                {description}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}
