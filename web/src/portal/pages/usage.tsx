import { Button, Paper, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { api, download } from "@shared/api/client";
import { milliseconds, whole } from "@shared/numbers";
import { Page } from "@shared/ui/page";
import { Section } from "@shared/ui/section";
import { Empty, Failure, Loading } from "@shared/ui/states";
import type { Usage as Shape } from "../api/types";
import { Limits } from "../parts/limits";
import { useProfile } from "../parts/profile";
import { ranges } from "../parts/ranges";
import { useSearchState } from "../parts/search-state";
import { Tops } from "./usage/tops";

const Chart = lazy(async () => ({ default: (await import("./usage/chart")).Chart }));

/** How much was called, how it went, and what is left. */
export function Usage() {
  const [search, setSearch] = useSearchState();
  const range = ranges.find((r) => r.value === search.range) ?? ranges[1]!;
  const usage = useUsage(range);
  const from = useMemo(() => new Date(Date.now() - range.ms).toISOString(), [range.ms]);
  const save = useMutation({ mutationFn: () => download("/usage/export", { from }) });
  return (
    <Page
      title="Usage"
      actions={
        <>
          <Select aria-label="Time range" data={ranges.map(({ value, label }) => ({ value, label }))} value={range.value} onChange={(value) => value && setSearch({ range: value })} allowDeselect={false} w={160} />
          <Button variant="default" leftSection={<IconDownload size={15} />} onClick={() => save.mutate()} loading={save.isPending}>
            {save.isError ? "Export failed, try again" : "CSV"}
          </Button>
        </>
      }
    >
      {usage.data ? <Content usage={usage.data} /> : usage.error ? <Failure error={usage.error} retry={() => void usage.refetch()} /> : <Loading rows={8} />}
    </Page>
  );
}

function useUsage(range: { ms: number; buckets: number; value: string }) {
  const profile = useProfile();
  return useQuery({
    queryKey: ["usage", range.value, profile],
    queryFn: ({ signal }) => api.get<Shape>("/usage", { from: new Date(Date.now() - range.ms).toISOString(), buckets: range.buckets, profile }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}


function Content({ usage: u }: { usage: Shape }) {
  if (u.total === 0) {
    return (
      <>
        <Section title="Your limits">
          <Limits limits={u.limits} />
        </Section>
        <Empty title="No call in this time">Choose a longer time range, or make a call.</Empty>
      </>
    );
  }
  return (
    <div className="with-aside">
      <Stack gap="xl" miw={0}>
        <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
          <Card label="Calls" value={whole(u.total)} />
          <Card label="Refused" value={whole(u.refused)} note={share(u.refused, u.total)} />
          <Card label="Errors" value={whole(u.errors)} note={share(u.errors, u.total)} />
          <Card label="Latency, median" value={milliseconds(u.latency_ms.p50)} note={`95 %: ${milliseconds(u.latency_ms.p95)}`} />
        </SimpleGrid>
        <Suspense fallback={<Loading rows={6} />}>
          <Chart usage={u} />
        </Suspense>
        <Tops usage={u} />
      </Stack>
      <Section title="Your limits">
        <Limits limits={u.limits} />
      </Section>
    </div>
  );
}

function share(part: number, of: number): string {
  return part === 0 ? "none" : `${((part / of) * 100).toFixed(part / of < 0.1 ? 1 : 0)} % of calls`;
}

function Card({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <Paper withBorder p="md">
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fz={22} fw={600} className="tabular">
        {value}
      </Text>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Paper>
  );
}
