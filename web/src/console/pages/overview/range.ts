import type { Search } from "../../router";

/** The span that the overview looks at. */
export interface Range {
  key: string;
  hours: number;
  buckets: number;
  /** The span itself, or the one as long before it. */
  bounds: (back: 0 | 1) => { from: string; to?: string };
  /** The same span in the address of Request Logs. */
  search: Search;
}

const hour = 3_600_000;
const usual = "24h";

const lengths: Record<string, { label: string; hours: number; buckets: number }> = {
  "1h": { label: "1 h", hours: 1, buckets: 60 },
  "24h": { label: "24 h", hours: 24, buckets: 96 },
  "7d": { label: "7 d", hours: 168, buckets: 84 },
  "30d": { label: "30 d", hours: 720, buckets: 90 },
};

export const choices = Object.entries(lengths).map(([value, { label }]) => ({ value, label }));

/** The span of the address: two moments, or one that ends now. */
export function rangeOf({ range, from, to }: Search): Range {
  return between(from, to) ?? untilNow(range && range in lengths ? range : usual);
}

/** How a choice stands in the address. */
export function searchOf(choice: string): Search {
  return { range: choice === usual ? undefined : choice, from: undefined, to: undefined };
}

function untilNow(key: string): Range {
  const { hours, buckets } = lengths[key]!;
  const at = (spans: number) => new Date(Date.now() - spans * hours * hour).toISOString();
  return { key, hours, buckets, bounds: (back) => ({ from: at(back + 1), to: back ? at(back) : undefined }), search: { range: key } };
}

function between(from: string | undefined, to: string | undefined): Range | undefined {
  const [begin, end] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  if (!(begin < end)) return undefined;
  const length = end - begin;
  const at = (time: number) => new Date(time).toISOString();
  return {
    key: `${begin} ${end}`,
    hours: length / hour,
    buckets: 90,
    bounds: (back) => ({ from: at(begin - back * length), to: at(end - back * length) }),
    search: { from: at(begin), to: at(end) },
  };
}
