// What a browser loads for one page or tab: the entry, the page, and the parts
// that it fetches. What a click opens over a page (a sheet, the palette) and
// what only lists of more than a hundred rows need comes then, and has a little
// more room. Charts are apart.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  dynamicImports?: string[];
}

const dist = new URL("../../../internal/webui/dist/build/", import.meta.url);
const budget = 290_000;
const overPage = { budget: 315_000, parts: /\/(new|edit|add|import|bulk|publish|rotate|endpoint-sheet|look-form|authorize|table-rows-in-view|palette|sign-in-form)[^/]*\.tsx$/ };

test("no page loads more than 290 kB of scripts and styles, compressed, and nothing opened over one more than 315", () => {
  const chunks = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8")) as Record<string, Chunk>;
  const sizes = new Map<string, number>();
  const size = (file: string) => sizes.get(file) ?? sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length).get(file)!;
  const withImports = (name: string, into: Set<string>): Set<string> => {
    if (into.has(name)) return into;
    into.add(name);
    for (const other of chunks[name]!.imports ?? []) withImports(other, into);
    return into;
  };
  const weight = (names: Set<string>) => [...new Set([...names].flatMap((n) => [chunks[n]!.file, ...(chunks[n]!.css ?? [])]))].reduce((sum, file) => sum + size(file), 0);
  const heavy: string[] = [];
  const visit = (name: string, before: Set<string>, way: string[]) => {
    if (/charts/.test(name) || way.includes(name)) return;
    const loaded = withImports(name, new Set(before));
    const to = [...way, name];
    const most = to.some((n) => overPage.parts.test(n)) ? overPage.budget : budget;
    if (weight(loaded) > most) heavy.push(`${Math.round(weight(loaded) / 1000)} kB: ${to.join(" → ")}`);
    for (const later of new Set([...loaded].flatMap((n) => (before.has(n) ? [] : (chunks[n]!.dynamicImports ?? []))))) visit(later, loaded, to);
  };
  const entry = withImports("index.html", new Set());
  for (const page of new Set([...entry].flatMap((n) => chunks[n]!.dynamicImports ?? []))) visit(page, entry, []);
  expect(heavy).toEqual([]);
});

test("the list of clients is drawn from no more than 200 kB, before its filters and menus", () => {
  const hints = JSON.parse(readFileSync(new URL(".vite/hints.json", dist), "utf8")) as { path: string; files: string[] }[];
  const entry = [...readFileSync(new URL("index.html", dist), "utf8").matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file!);
  const files = [...entry, ...hints.find((h) => h.path === "/clients")!.files];
  expect(files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0)).toBeLessThan(200_000);
});
