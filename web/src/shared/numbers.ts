/** "12,345", of a whole number. Without Intl, whose first use takes a browser 30 ms. */
export function whole(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "0.42 ms", "12.3 ms", "1,204 ms". */
export function milliseconds(ms: number): string {
  return `${ms >= 100 ? whole(Math.round(ms)) : ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}

/** "210 B", "1.4 kB", "2.0 MB". */
export function bytes(n: number): string {
  if (n < 1_000) return `${n} B`;
  return n < 1_000_000 ? `${(n / 1_000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`;
}
