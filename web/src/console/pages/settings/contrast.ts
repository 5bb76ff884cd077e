/** WCAG's contrast of two colours written as #rrggbb, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

// Relative luminance as WCAG 2.2 defines it.
function luminance(color: string): number {
  const channel = (at: number) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** What AA asks of text of normal size. */
export const enough = 4.5;

export function isColor(text: string): boolean {
  return /^#[0-9a-fA-F]{6}$/.test(text);
}
