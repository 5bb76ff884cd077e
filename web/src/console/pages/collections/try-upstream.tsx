import { Group, List, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api, Problem } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { exactTime } from "@shared/ui/time";
import { milliseconds } from "@shared/numbers";
import { ActionButton } from "../../parts/action-button";

type Tried = Schemas["TriedTarget"];

/** Asks the server to reach the targets as they are typed, before anything is saved. */
export function TryUpstream({ urls }: { urls: string[] }) {
  const run = useMutation({ mutationFn: () => api.post<{ targets: Tried[] }>("/collections/try-upstream", { targets: urls.map((url) => ({ url })) }) });
  return (
    <Stack gap="xs">
      <Group>
        <ActionButton area="partners" type="button" variant="default" size="xs" leftSection={<IconPlugConnected size={14} />} onClick={() => run.mutate()} loading={run.isPending} disabled={urls.some((url) => url.trim() === "")}>
          Try upstream
        </ActionButton>
        <Text size="xs" c="dimmed">
          Sends one GET. Nothing is saved.
        </Text>
      </Group>
      <div role="status">
        {run.data && (
          <List spacing={6} center={false} aria-label="How the upstream answered" listStyleType="none">
            {run.data.targets.map((t) => (
              <Result key={t.url} target={t} />
            ))}
          </List>
        )}
      </div>
      {run.error && <Failure error={spoken(run.error)} />}
    </Stack>
  );
}

function Result({ target: t }: { target: Tried }) {
  const Icon = t.reachable ? IconCheck : IconAlertTriangle;
  return (
    <List.Item
      styles={{ itemWrapper: { alignItems: "flex-start" } }}
      icon={
        <ThemeIcon size={18} radius="xl" variant="light" color={t.reachable ? "teal" : "red"}>
          <Icon size={12} />
        </ThemeIcon>
      }
    >
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        <Text span inherit ff="monospace">
          {t.url}
        </Text>
        : {t.reachable ? `answered ${t.status} in ${milliseconds(t.latency_ms ?? 0)}` : t.problem}
      </Text>
      {t.tls && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {t.tls.version}, {t.tls.subject}, valid until {exactTime(t.tls.expires_at)}
        </Text>
      )}
    </List.Item>
  );
}

/** Its pointers are about the list that was sent; only what they say matters here. */
function spoken(error: Error): Error {
  return error instanceof Problem && error.errors[0] ? new Error(error.errors.map((e) => e.detail).join(" ")) : error;
}
