import "../../sheet-styles";
import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@shared/api/client";
import { SecretOnce } from "@shared/ui/secret";
import { SideSheet } from "@shared/ui/sidesheet";
import { Failure } from "@shared/ui/states";
import { exactTime } from "@shared/ui/time";
import type { Credential, IssuedToken } from "../../api/types";

const overlaps = [
  { value: "0s", label: "None: the old token stops now" },
  { value: "1h", label: "1 hour" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
];

/** A new token, shown once. The old one goes on for the overlap, so that nothing breaks meanwhile. */
export function NewToken({ profile, onClose }: { profile: Credential; onClose: () => void }) {
  const cache = useQueryClient();
  const rotate = profile.live_tokens > 0;
  const [overlap, setOverlap] = useState("24h");
  // Made once for this sheet: a repeated click creates no second token.
  const [key] = useState(() => crypto.randomUUID());
  const issue = useMutation({
    mutationFn: () => api.post<IssuedToken>(`/profiles/${profile.id}/token`, rotate ? { overlap } : {}, { idempotencyKey: key }),
    onSuccess: () => Promise.all(["credentials", "home"].map((k) => cache.invalidateQueries({ queryKey: [k] }))),
  });
  const title = rotate ? "Rotate token" : "Generate token";
  return (
    <SideSheet title={issue.data ? "Token created" : title} opened onClose={onClose} size={500}>
      {issue.data ? (
        <Issued token={issue.data} onClose={onClose} />
      ) : (
        <Stack>
          {issue.error && <Failure error={issue.error} />}
          <Text size="sm">{rotate ? `Makes a new token for ${profile.name}. The old one goes on working for the overlap, then ends by itself. The Profile ID stays.` : `Makes the first token for ${profile.name}.`}</Text>
          {rotate && <Select label="Overlap" data={overlaps} value={overlap} onChange={(v) => v && setOverlap(v)} allowDeselect={false} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={() => !issue.isPending && issue.mutate()} loading={issue.isPending}>
              {title}
            </Button>
          </Group>
        </Stack>
      )}
    </SideSheet>
  );
}

function Issued({ token, onClose }: { token: IssuedToken; onClose: () => void }) {
  const old = token.retiring[0];
  return (
    <Stack>
      <SecretOnce what="token" secret={token.secret} />
      {old && (
        <Text size="sm">
          The old token ends {old.expires_at ? exactTime(old.expires_at) : "now"}.
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
