import { Anchor, Box, Center, Group, Paper, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Me } from "../api/types";
import { useOptions } from "../brand";
import { meQuery } from "../session";
import { Mark } from "../shell/brand-mark";
import { SignInForm } from "./sign-in-form";

const AccessRequest = lazy(async () => ({ default: (await import("./access-request")).AccessRequest }));

/** One card in the middle: an email, then the code of the mail. */
export function SignIn() {
  const { brand, request_access, support } = useOptions();
  const { next } = useSearch({ strict: false }) as { next?: string };
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const title = asking ? "Ask for access" : "Sign in";
  useEffect(() => {
    document.title = `${title} · ${brand.name}`;
  }, [title, brand.name]);
  const enter = (me: Me) => {
    cache.clear();
    cache.setQueryData(meQuery.queryKey, me);
    void navigate({ to: inside(next), replace: true });
  };
  return (
    <Center mih="100vh" p="md" component="main">
      <Box w="100%" maw={400}>
        <Group gap="xs" justify="center" mb="lg" wrap="nowrap">
          <Mark size={28} />
          <Text fw={600} size="lg" style={{ overflowWrap: "anywhere" }}>
            {brand.name}
          </Text>
          <Text c="dimmed" size="lg">
            Developers
          </Text>
        </Group>
        <Paper withBorder p="lg" shadow="xs">
          <Title order={1} mb="md">
            {title}
          </Title>
          {asking ? (
            <Suspense>
              <AccessRequest onBack={() => setAsking(false)} />
            </Suspense>
          ) : (
            <SignInForm onSignedIn={enter} />
          )}
        </Paper>
        <Text size="sm" c="dimmed" ta="center" mt="md" component="div">
          {request_access && !asking && (
            <Anchor component="button" type="button" size="sm" onClick={() => setAsking(true)}>
              No access yet? Ask for it
            </Anchor>
          )}
          {support.email && (
            <Box mt={4}>
              Questions?{" "}
              <Anchor href={`mailto:${support.email}`} size="sm" underline="always">
                {support.email}
              </Anchor>
            </Box>
          )}
        </Text>
      </Box>
    </Center>
  );
}

/** Only pages of the portal: "//elsewhere" would lead out of it. */
function inside(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
