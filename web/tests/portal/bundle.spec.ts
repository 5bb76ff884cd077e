// What the built portal consists of; needs the build, but no browser.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

const built = new URL("../../../internal/webui/dist/build/portal/", import.meta.url).pathname;
const budget = 240_000; // bytes of JS and CSS, compressed

interface Chunk {
  file: string;
  src?: string;
  css?: string[];
  imports?: string[];
  dynamicImports?: string[];
}

const manifest = () => JSON.parse(readFileSync(join(built, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;

function reached(all: Record<string, Chunk>, start: string[], next: (c: Chunk) => string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...start];
  while (open.length > 0) {
    const key = open.pop()!;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...next(all[key]!));
  }
  return seen;
}

function weight(all: Record<string, Chunk>, keys: Set<string>): number {
  const files = new Set([...keys].flatMap((k) => [all[k]!.file, ...(all[k]!.css ?? [])]));
  return [...files].reduce((sum, f) => sum + gzipSync(readFileSync(join(built, f)), { level: 9 }).length, 0);
}

test("every page of the portal weighs at most 240 kB", () => {
  const all = manifest();
  const pages = Object.keys(all).filter((k) => /^src\/portal\/pages\/[^/]+\.tsx$/.test(k));
  expect(pages.length).toBeGreaterThan(8);
  for (const page of pages) {
    const keys = reached(all, ["portal.html", page], (c) => c.imports ?? []);
    // What a page fetches on its own counts as part of it.
    const own = (all[page]!.dynamicImports ?? []).filter((d) => /chart|body-input/.test(d));
    const withOwn = reached(all, [...keys, ...own], (c) => c.imports ?? []);
    expect(weight(all, withOwn), page).toBeLessThanOrEqual(budget);
  }
});

test("the portal ships no code of the console", () => {
  const all = manifest();
  const keys = reached(all, ["portal.html"], (c) => [...(c.imports ?? []), ...(c.dynamicImports ?? [])]);
  expect([...keys].filter((k) => k.startsWith("src/console") || k === "index.html")).toEqual([]);
  const source = new URL("../../src/portal/", import.meta.url).pathname;
  const files = readdirSync(source, { recursive: true }).map((f) => join(source, String(f)));
  for (const file of files.filter((f) => /\.tsx?$/.test(f) && statSync(f).isFile())) {
    expect(readFileSync(file, "utf8"), file).not.toMatch(/from ".*(@console|\/console\/(pages|parts|shell|session))/);
  }
});
