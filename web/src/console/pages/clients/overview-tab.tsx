import { Alert, Anchor, Box, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Client, EffectiveAccess, Page, RequestLog } from "@shared/api/types";
import { CopyId } from "@shared/ui/copy";
import { Failure, Loading } from "@shared/ui/states";
import { Time } from "@shared/ui/time";
import { useSearchState } from "../../parts/search-state";
import { AccessMatrix } from "./access-matrix";
import { HandOverButton } from "./hand-over-button";
import { Proof } from "./proof";

/** What the client may do, and what is left to do for it. */
export function Overview({ client }: { client: Client }) {
  const { data: access, error, refetch } = useOne<EffectiveAccess>(`/clients/${client.id}/effective-access`);
  const [search, setSearch] = useSearchState();
  return (
    <Stack gap="lg">
      {search.created === "1" && <Created client={client} onClose={() => setSearch({ created: undefined })} />}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {access ? (
        <div className="with-aside">
          <Stack gap="lg" miw={0}>
            <AccessMatrix access={access} />
            <Proof client={client} access={access} />
          </Stack>
          <Checklist client={client} access={access} />
        </div>
      ) : (
        !error && <Loading />
      )}
    </Stack>
  );
}

function Created({ client, onClose }: { client: Client; onClose: () => void }) {
  return (
    <Alert color="teal" title="Copy the Client ID" withCloseButton closeButtonLabel="Close" onClose={onClose} role="status">
      <Text size="sm" mb="xs">
        The partner sends it in the <b>X-Client-ID</b> header. It is not secret and stays visible on this page.
      </Text>
      <Group gap="md">
        <CopyId value={client.id} what="Client ID" />
        <Button size="xs" component={Link} to={`/clients/${client.id}/profiles`} search={{ new: "1" } as never}>
          Create a profile
        </Button>
      </Group>
    </Alert>
  );
}

interface Step {
  label: string;
  done: boolean;
  to: string;
  fix: string;
}

function Checklist({ client, access }: { client: Client; access: EffectiveAccess }) {
  const first = useFirstCall(client);
  const at = (tab: string) => `/clients/${client.id}/${tab}`;
  const limited = client.policy_ids.length > 0 || access.profiles.some((p) => p.policies.length > 0);
  const steps: Step[] = [
    { label: "Client created", done: true, to: at("overview"), fix: "" },
    { label: "Profile with credentials", done: access.profiles.some((p) => p.usable), to: at("profiles"), fix: "Add" },
    { label: "Assigned to a collection", done: access.collections.length > 0, to: at("collections"), fix: "Assign" },
    { label: "Rate limit policy attached", done: limited, to: at("policies"), fix: "Attach" },
    { label: "Portal access granted", done: client.portal_emails.length > 0, to: at("portal"), fix: "Grant" },
  ];
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="onboarding">
      <Title order={2} id="onboarding" mb="xs">
        Onboarding
      </Title>
      <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: "none" }}>
        {steps.map((s) => (
          <Item key={s.label} done={s.done} label={s.label}>
            {!s.done && (
              <Anchor component={Link} to={s.to} size="sm" aria-label={`${s.fix}: ${s.label}`}>
                {s.fix}
              </Anchor>
            )}
          </Item>
        ))}
        <Item done={Boolean(first)} label={first ? "Successful call" : "Waiting for the first call"}>
          {first && (
            <Anchor component={Link} to={`/logs/requests/${first.id}`} size="sm" c="dimmed">
              <Time at={first.at} />
            </Anchor>
          )}
        </Item>
      </Stack>
      <Box mt="sm">
        <HandOverButton client={client.id} profiles={access.profiles.map((p) => p.profile.name)} fullWidth />
      </Box>
    </Paper>
  );
}

function Item({ done, label, children }: { done: boolean; label: string; children?: React.ReactNode }) {
  return (
    <Group component="li" gap="xs" wrap="nowrap">
      <Box c={done ? "teal.8" : "dimmed"} style={{ lineHeight: 0 }} className={done ? "done-mark" : undefined} role="img" aria-label={done ? "Done" : "Open"}>
        {done ? <IconCircleCheckFilled size={18} /> : <IconCircle size={18} />}
      </Box>
      <Text size="sm" flex={1}>
        {label}
      </Text>
      {children}
    </Group>
  );
}

/** The newest call that was answered with success. */
function useFirstCall(client: Client): RequestLog | undefined {
  const { data } = useQuery({
    queryKey: ["last-success", client.id],
    queryFn: () => api.get<Page<RequestLog>>("/request-logs", { client: client.id, status: "2xx", source: "gateway", limit: 1 }),
    refetchInterval: 10_000,
  });
  return data?.items[0];
}
