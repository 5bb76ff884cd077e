const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Where a time axis has a word, and the word. */
export interface Ticks {
  /** Indexes of the buckets in which a round time falls. */
  at: number[];
  /** That round time in words, by the bucket's index. */
  label: Map<number, string>;
}

/** The round local times of a span of that many hours, as a clock or a calendar has them. */
export function ticksOf(buckets: Date[], hours: number): Ticks {
  const step = hours <= 1 ? 10 * minute : hours <= 24 ? 3 * hour : hours <= 168 ? day : 5 * day;
  const words = new Intl.DateTimeFormat("en", step < day ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { month: "short", day: "numeric" });
  const roundBefore = (at: Date) => {
    const offset = at.getTimezoneOffset() * minute;
    return Math.floor((at.getTime() - offset) / step) * step + offset;
  };
  const label = new Map<number, string>();
  for (let i = 1; i < buckets.length; i++) {
    const round = roundBefore(buckets[i]!);
    if (round > buckets[i - 1]!.getTime()) label.set(i, words.format(new Date(round)));
  }
  return { at: [...label.keys()], label };
}
