import { Box, SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { useSearchState } from "../parts/search-state";
import { mayRead, useMe } from "../session";
import { Attention } from "./overview/attention";
import { Cards } from "./overview/cards";
import { FirstSteps } from "./overview/first-steps";
import { Onboardings } from "./overview/onboardings";
import { TopClients } from "./overview/panel";

const Charts = lazy(() => import("./overview/charts"));

const ranges: Record<string, { label: string; hours: number; buckets: number }> = {
  "1h": { label: "1 h", hours: 1, buckets: 60 },
  "24h": { label: "24 h", hours: 24, buckets: 96 },
  "7d": { label: "7 d", hours: 168, buckets: 84 },
  "30d": { label: "30 d", hours: 720, buckets: 90 },
};

type Stats = Schemas["RequestStats"];

/** What went through the gateway lately, and what wants to be looked at. */
export function Overview() {
  const { role } = useMe();
  const partners = mayRead(role, "partners");
  const [search, setSearch] = useSearchState();
  const range = search.range && search.range in ranges ? search.range : "24h";
  const { hours, buckets } = ranges[range]!;
  const stats = useStats(range, hours, 0, buckets);
  const before = useStats(range, hours, 1, 1);
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
          <Cards stats={stats.data} before={before.data} counts={counts.data} />
          <Box mih={330}>
            <Suspense fallback={<Loading rows={7} />}>
              <Charts stats={stats.data} hours={hours} />
            </Suspense>
          </Box>
          <SimpleGrid cols={{ base: 1, md: partners ? 3 : 2 }}>
            <Attention stats={stats.data} range={range} needs={counts.data?.needs_attention} />
            {counts.data && <Onboardings of={counts.data.onboarding} />}
            <TopClients stats={stats.data} range={range} />
          </SimpleGrid>
        </Stack>
      )}
    </Page>
  );
}

/** The figures of a span, or of the one as long before it. */
function useStats(range: string, hours: number, back: 0 | 1, buckets: number) {
  return useQuery<Stats>({
    queryKey: ["overview-stats", range, back],
    queryFn: ({ signal }) => {
      const at = (spans: number) => new Date(Date.now() - spans * hours * 3_600_000).toISOString();
      return api.get<Stats>("/request-logs/stats", { source: "gateway", from: at(back + 1), to: back ? at(back) : undefined, buckets, top: 5 }, signal);
    },
    refetchInterval: back ? false : 30_000,
    placeholderData: back ? undefined : keepPreviousData,
  });
}
