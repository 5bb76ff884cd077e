import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Schemas } from "@shared/api/types";
import { whole } from "@shared/numbers";
import { Failure } from "@shared/ui/states";
import { exactTime } from "@shared/ui/time";

type Report = Schemas["AuditReport"];

/** Whether the hash chain of the audit log holds. Checking reads the whole log, so it is kept until asked for again. */
export function ChainStatus() {
  const check = useQuery({ queryKey: ["audit-chain"], queryFn: ({ signal }) => api.get<Report>("/audit-logs/verify", undefined, signal), staleTime: 300_000, refetchOnWindowFocus: false });
  const { data: report, isFetching, dataUpdatedAt } = check;
  const again = (
    <Button variant="default" onClick={() => void check.refetch()} loading={isFetching && report !== undefined}>
      Verify
    </Button>
  );
  if (!report) {
    return (
      <Group gap="xs">
        <Badge variant="default" size="lg" tt="none" fw={500}>
          {check.error ? "Not verified" : "Verifying…"}
        </Badge>
        {check.error && again}
      </Group>
    );
  }
  const proof = report.checkpoint_at ? `Signed checkpoint at event ${report.checkpoint_seq}, ${exactTime(report.checkpoint_at)}.` : "There is no signed checkpoint yet.";
  return (
    <Group gap="xs">
      <Badge
        data-hint={`Checked ${exactTime(new Date(dataUpdatedAt))}. ${proof}`}
        variant={report.intact ? "default" : "filled"}
        color={report.intact ? undefined : "red"}
        size="lg"
        tt="none"
        fw={500}
        tabIndex={0}
        leftSection={report.intact ? <IconShieldCheck size={15} color="var(--mantine-color-teal-6)" /> : <IconShieldX size={15} />}
      >
        {report.intact ? `Chain intact · ${whole(report.events)} events` : `Chain broken at event ${report.first_bad_seq}`}
      </Badge>
      {again}
    </Group>
  );
}

/** Above the list when the log was tampered with. */
export function ChainAlarm() {
  const { data } = useQuery<Report>({ queryKey: ["audit-chain"], enabled: false });
  if (!data || data.intact) return null;
  return (
    <Stack>
      <Failure error={new Error(`The audit log was changed from outside: ${data.problem ?? "its hash chain does not hold"} (event ${data.first_bad_seq}). Events before it can be trusted.`)} />
      <Text size="sm" c="dimmed">
        Compare with a backup, and look at who can write to the database.
      </Text>
    </Stack>
  );
}
