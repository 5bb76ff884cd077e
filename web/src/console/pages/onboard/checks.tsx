import { Alert, Anchor, Badge, Button, Group, Loader, Paper, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api } from "@shared/api/client";
import type { CheckResult, Schemas } from "@shared/api/types";
import { Failure } from "@shared/ui/states";
import { Status } from "@shared/ui/status";

type Check = Schemas["CheckItem"];

interface ChecksProps {
  client: string;
  profile: string;
  /** Everything was made a moment ago. */
  created: boolean;
  /** Proven itself where it is known; else the gateway makes a credential for a minute. */
  token: string | null;
  collections: string[];
}

/** The access proof, begun by itself; its rows appear one by one. */
export function Checks({ client, profile, created, token, collections }: ChecksProps) {
  const [took, setTook] = useState(0);
  const run = useMutation({
    mutationFn: async () => {
      const begun = performance.now();
      const result = await api.post<CheckResult>(`/clients/${client}/check`, { profile_id: profile, token: token ?? undefined });
      setTook(performance.now() - begun);
      return result;
    },
  });
  const { mutate, data } = run;
  useEffect(() => mutate(), [mutate]);
  const shown = useOneByOne(data?.checks ?? []);
  const complete = data && shown.length === data.checks.length;
  return (
    <Stack gap="sm" aria-live="polite" aria-busy={run.isPending}>
      {run.isPending && (
        <Group gap="sm">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{created ? "Created. Now verifying" : "Verifying"} against the running gateway…</Text>
        </Group>
      )}
      {run.error && <Failure error={run.error} retry={() => mutate()} />}
      {complete && <Verdict result={data} took={took} created={created} />}
      {shown.length > 0 && (
        <Paper withBorder component="ul" m={0} p={0} style={{ listStyle: "none" }} aria-label="Checks">
          {shown.map((check, i) => (
            <Row key={i} check={check} first={i === 0} fix={fixOf(check, client, profile, collections)} />
          ))}
        </Paper>
      )}
      {complete && !data.passed && (
        <Group>
          <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => mutate()}>
            Run again
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Verdict({ result, took, created }: { result: CheckResult; took: number; created: boolean }) {
  const applied = result.checks.filter((c) => !c.skipped);
  const failed = applied.filter((c) => !c.passed).length;
  return result.passed ? (
    <Alert color="teal" icon={<IconCheck size={18} />} title={`${created ? "Created and verified" : "Verified"} in ${took < 1000 ? `${Math.ceil(took)} ms` : `${(took / 1000).toFixed(1)} s`}`}>
      {applied.length === result.checks.length ? "All checks" : `${applied.length} checks`} passed against the running gateway.
    </Alert>
  ) : (
    <Alert color="orange" icon={<IconAlertTriangle size={18} />} title={created ? "Created, but not everything is verified" : "Not everything is verified"}>
      {failed} of {applied.length} checks did not pass. {created && "Everything was created; "}see below what stands in the way.
    </Alert>
  );
}

function Row({ check, first, fix }: { check: Check; first: boolean; fix: string }) {
  return (
    <Group component="li" px="sm" py={8} gap="sm" wrap="nowrap" justify="space-between" style={first ? undefined : { borderTop: "1px solid var(--mantine-color-default-border)" }}>
      <Group gap="sm" wrap="nowrap" miw={0} align="flex-start">
        <Badge variant="light" color={check.skipped ? "gray" : check.passed ? "teal" : "orange"} radius="sm" miw={44} style={{ flex: "none" }} className="tabular">
          {check.actual ?? "–"}
        </Badge>
        <div style={{ minWidth: 0 }}>
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {check.request_id ? (
              <Anchor component={Link} to={`/logs/requests/${check.request_id}`} target="_blank" rel="noreferrer" inherit c="inherit" title="Open the request">
                {sentence(check.name)}
              </Anchor>
            ) : (
              sentence(check.name)
            )}
            {check.collection && (
              <Text span size="sm" c="dimmed">
                {" "}
                · {check.collection}
              </Text>
            )}
          </Text>
          {check.reason && (
            <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {check.reason}
            </Text>
          )}
        </div>
      </Group>
      <Group gap="sm" wrap="nowrap" style={{ flex: "none" }}>
        {!check.passed && !check.skipped && (
          <Anchor component={Link} to={fix} target="_blank" rel="noreferrer" size="sm" aria-label={`Fix it: ${check.name}`}>
            Fix it
          </Anchor>
        )}
        <Status of={check.skipped ? "skipped" : check.passed ? "passed" : "failed"} label={check.skipped ? "Not applicable" : undefined} />
      </Group>
    </Group>
  );
}

/** Where the cause of a failure can be mended; the server names the refusal's code in its reason. */
function fixOf(check: Check, client: string, profile: string, collections: string[]): string {
  const reason = check.reason ?? "";
  if (/client_disabled/.test(reason)) return `/clients/${client}`;
  if (/no access|collection_not_assigned/.test(reason)) return `/clients/${client}/collections`;
  if (/limit/i.test(check.name)) return `/clients/${client}/policies`;
  if (/profile_|credentials_|ip_not_allowed|method_not_allowed/.test(reason)) return `/profiles/${profile}`;
  const collection = check.collection ?? collections[0];
  return collection ? `/collections/${collection}` : `/clients/${client}/collections`;
}

function sentence(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The first few, one more every moment, so that each is seen to arrive. */
function useOneByOne(checks: Check[]): Check[] {
  const [count, setCount] = useState(0);
  useEffect(() => {
    setCount(window.matchMedia("(prefers-reduced-motion: reduce)").matches ? checks.length : 0);
  }, [checks.length]);
  useEffect(() => {
    if (count >= checks.length) return;
    const timer = setTimeout(() => setCount(count + 1), 90);
    return () => clearTimeout(timer);
  }, [count, checks.length]);
  return checks.slice(0, count);
}
