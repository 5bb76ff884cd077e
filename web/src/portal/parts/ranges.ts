/** Times that reach until now, by what stands for them in the address. */
export const ranges = [
  { value: "1h", label: "Last hour", ms: 3_600_000, buckets: 60 },
  { value: "24h", label: "Last 24 hours", ms: 86_400_000, buckets: 48 },
  { value: "7d", label: "Last 7 days", ms: 604_800_000, buckets: 56 },
  { value: "30d", label: "Last 30 days", ms: 2_592_000_000, buckets: 30 },
];
