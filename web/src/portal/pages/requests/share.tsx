import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconShare } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import { CopyButton } from "@shared/ui/copy";
import { exactTime } from "@shared/ui/time";

/** A link that shows this one call to whoever has it, for a week. */
export function Share({ id }: { id: string }) {
  const share = useMutation({ mutationFn: () => api.post<{ url: string; expires_at: string }>(`/requests/${encodeURIComponent(id)}/share`, { expires_in: "7d" }) });
  if (!share.data) {
    return (
      <>
        <Button variant="default" size="xs" leftSection={<IconShare size={14} />} onClick={() => share.mutate()} loading={share.isPending}>
          Share
        </Button>
        {share.error && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {share.error.message}
          </Text>
        )}
      </>
    );
  }
  return (
    <Stack gap={2} role="status">
      <Group gap={4} wrap="nowrap">
        <Anchor href={share.data.url} target="_blank" rel="noreferrer" size="sm" style={{ overflowWrap: "anywhere" }}>
          {share.data.url}
        </Anchor>
        <CopyButton value={share.data.url} what="link" />
      </Group>
      <Text size="xs" c="dimmed">
        Shows this one call, without secrets, to whoever has the link, until {exactTime(share.data.expires_at)}.
      </Text>
    </Stack>
  );
}
