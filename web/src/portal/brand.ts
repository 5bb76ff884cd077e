import type { MantineColorsTuple } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "@shared/api/client";
import type { Options } from "./api/types";

const optionsQuery = { queryKey: ["options"], queryFn: () => api.get<Options>("/options"), staleTime: 300_000 } as const;

const plain: Options = { brand: { name: "Developer portal", logo_url: null, accent_color: null }, support: { email: null, url: null }, request_access: false };

/** How the portal presents itself; neutral until it is known. */
export function useOptions(): Options {
  return useQuery(optionsQuery).data ?? plain;
}

type RGB = [number, number, number];

function parse(hex: string): RGB {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as RGB;
}

function toHex(color: RGB): string {
  return `#${color.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
}

function mix(a: RGB, b: RGB, share: number): RGB {
  return a.map((c, i) => c + (b[i]! - c) * share) as RGB;
}

/** WCAG 2 relative luminance. */
function luminance(color: RGB): number {
  const [r, g, b] = color.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as RGB;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast of two colours such as "#1a5fb4". */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(parse(a)), luminance(parse(b))].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const white: RGB = [255, 255, 255];
const black: RGB = [0, 0, 0];
const darkPanel = "#2e2e2e"; // the lightest ground that text stands on in the dark theme

/** The first step from a colour towards another at which it is good enough. */
function until(from: RGB, towards: RGB, enough: (hex: string) => boolean): RGB {
  let found = from;
  for (let share = 0; share < 1 && !enough(toHex(found)); share += 0.02) found = mix(from, towards, share);
  return found;
}

/**
 * Ten shades of an accent that anybody may have chosen, such that what stands
 * on them can be read: shade 7 fills buttons under white text and colours links
 * on white, also on the tinted ground of a chosen entry; shades 0 to 4 are text
 * on dark grounds.
 */
export function shadesOf(accent: string): MantineColorsTuple {
  const base = parse(accent);
  const filled = until(base, black, (c) => contrast(c, "#ffffff") >= 5.6);
  const bright = until(base, white, (c) => contrast(c, darkPanel) >= 5.6);
  const light = [0.9, 0.78, 0.6, 0.35].map((share) => toHex(mix(bright, white, share)));
  return [...light, toHex(bright), toHex(mix(bright, filled, 0.4)), toHex(mix(bright, filled, 0.7)), toHex(filled), toHex(mix(filled, black, 0.15)), toHex(mix(filled, black, 0.3))] as unknown as MantineColorsTuple;
}
