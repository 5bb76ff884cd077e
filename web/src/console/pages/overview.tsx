import { Box, SegmentedControl, SimpleGrid, Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "@shared/api/client";
import { useOne } from "@shared/api/one";
import type { Schemas } from "@shared/api/types";
import { CustomSpan } from "@shared/ui/custom-span";
import { Page } from "@shared/ui/page";
import { Failure, Loading } from "@shared/ui/states";
import { useSearchState } from "../parts/search-state";
import { mayRead, useMe } from "../session";
import { Attention } from "./overview/attention";
import { Cards } from "./overview/cards";
import { FirstSteps } from "./overview/first-steps";
import { Onboardings } from "./overview/onboardings";
import { TopClients } from "./overview/panel";
import { choices, type Range, rangeOf, searchOf } from "./overview/range";

const Charts = lazy(() => import("./overview/charts"));

type Stats = Schemas["RequestStats"];

/** What went through the gateway lately, and what wants to be looked at. */
export function Overview() {
  const { role } = useMe();
  const partners = mayRead(role, "partners");
  const [search, setSearch] = useSearchState();
  const range = rangeOf(search);
  const stats = useStats(range, 0);
  const before = useStats(range, 1);
  const counts = useOne<Schemas["Overview"]>("/overview", { enabled: partners });
  return (
    <Page
      title="Overview"
      description="All collections, all clients"
      actions={
        <>
          <SegmentedControl size="xs" aria-label="Time range" data={choices} value={range.search.range ?? ""} onChange={(choice) => setSearch(searchOf(choice))} />
          <CustomSpan from={range.search.from} to={range.search.to} onChange={(from, to) => setSearch({ from, to, range: undefined })} />
        </>
      }
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
              <Charts stats={stats.data} hours={range.hours} />
            </Suspense>
          </Box>
          <SimpleGrid cols={{ base: 1, md: partners ? 3 : 2 }}>
            <Attention stats={stats.data} range={range.search} needs={counts.data?.needs_attention} />
            {counts.data && <Onboardings of={counts.data.onboarding} />}
            <TopClients stats={stats.data} range={range.search} />
          </SimpleGrid>
        </Stack>
      )}
    </Page>
  );
}

/** The figures of a span, or of the one as long before it. */
function useStats(range: Range, back: 0 | 1) {
  return useQuery<Stats>({
    queryKey: ["overview-stats", range.key, back],
    queryFn: ({ signal }) => api.get<Stats>("/request-logs/stats", { source: "gateway", ...range.bounds(back), buckets: back ? 1 : range.buckets, top: 5 }, signal),
    refetchInterval: back || range.search.to ? false : 30_000,
    placeholderData: back ? undefined : keepPreviousData,
  });
}
