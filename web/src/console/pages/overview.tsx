import { Box, SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { useSearchState } from "../parts/search-state";
import { mayRead, useMe } from "../session";
import { Cards } from "./overview/cards";
import { Attention, Onboardings, TopClients } from "./overview/panels";
import { FirstSteps } from "./overview/first-steps";

const Charts = lazy(() => import("./overview/charts"));

const ranges: Record<string, { label: string; hours: number; buckets: number }> = {
  "1h": { label: "1 h", hours: 1, buckets: 60 },
  "24h": { label: "24 h", hours: 24, buckets: 96 },
  "7d": { label: "7 d", hours: 168, buckets: 84 },
  "30d": { label: "30 d", hours: 720, buckets: 90 },
};

/** What went through the gateway lately, and what wants to be looked at. */
export function Overview() {
  const { role } = useMe();
  const partners = mayRead(role, "partners");
  const [search, setSearch] = useSearchState();
  const range = search.range && search.range in ranges ? search.range : "24h";
  const { hours, buckets } = ranges[range]!;
  const stats = useQuery({
    queryKey: ["overview-stats", range],
    queryFn: ({ signal }) => api.get<Schemas["RequestStats"]>("/request-logs/stats", { source: "gateway", from: new Date(Date.now() - hours * 3_600_000).toISOString(), buckets, top: 5 }, signal),
    refetchInterval: 30_000,
    placeholderData: (previous) => previous,
  });
  const counts = useOne<Schemas["Overview"]>("/overview", { enabled: partners });
  return (
    <Page
      title="Overview"
      description="All collections, all clients"
      actions={<SegmentedControl size="xs" aria-label="Time range" data={Object.entries(ranges).map(([value, { label }]) => ({ value, label }))} value={range} onChange={(r) => setSearch({ range: r === "24h" ? undefined : r })} />}
    >
      {stats.error && !stats.data ? (
        <Failure error={stats.error} retry={() => void stats.refetch()} />
      ) : !stats.data ? (
        <Loading rows={8} />
      ) : (
        <Stack gap="md">
          {counts.data && <FirstSteps counts={counts.data} called={stats.data.total > 0} />}
          <Cards stats={stats.data} clients={counts.data?.enabled_clients} />
          <Box mih={310}>
            <Suspense fallback={<Loading rows={7} />}>
              <Charts stats={stats.data} hours={hours} />
            </Suspense>
          </Box>
          <SimpleGrid cols={{ base: 1, md: partners ? 3 : 2 }}>
            <Attention stats={stats.data} />
            {partners && <Onboardings />}
            <TopClients stats={stats.data} />
          </SimpleGrid>
        </Stack>
      )}
    </Page>
  );
}
