// What a browser loads for one page: the entry, the page, and on the way to
// any part that is loaded later, that part. Charts are apart.
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

test("no page loads more than 290 kB of scripts and styles, compressed", () => {
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
    if (weight(loaded) > budget) heavy.push(`${Math.round(weight(loaded) / 1000)} kB: ${to.join(" → ")}`);
    for (const later of new Set([...loaded].flatMap((n) => (before.has(n) ? [] : (chunks[n]!.dynamicImports ?? []))))) visit(later, loaded, to);
  };
  const entry = withImports("index.html", new Set());
  for (const page of new Set([...entry].flatMap((n) => chunks[n]!.dynamicImports ?? []))) visit(page, entry, []);
  expect(heavy).toEqual([]);
});
