/** "0.42 ms", "12.3 ms", "1,204 ms". */
export function milliseconds(ms: number): string {
  return `${ms >= 100 ? Math.round(ms).toLocaleString("en") : ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}
