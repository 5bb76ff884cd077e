import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** The portal's sources and what they import of the shared ones. */
function sources(): string[] {
  const seen = new Map<string, string>();
  const open = readdirSync("src/portal", { recursive: true, encoding: "utf8" }).filter((f) => /\.tsx?$/.test(f) && !f.includes(".test.")).map((f) => join("src/portal", f));
  while (open.length > 0) {
    const file = open.pop()!;
    if (seen.has(file)) continue;
    const text = readFileSync(file, "utf8");
    seen.set(file, text);
    for (const [, to] of text.matchAll(/from "(@shared\/[^"]+|\.[^"]+)"/g)) {
      const path = to!.startsWith("@shared/") ? join("src/shared", to!.slice(8)) : join(dirname(file), to!);
      const found = [".tsx", ".ts"].map((e) => path + e).find((p) => existsSync(p));
      if (found?.startsWith("src/shared")) open.push(found);
    }
  }
  return [...seen.values()];
}

test("every component that the portal uses has its style sheet", () => {
  const styles = readFileSync("src/portal/styles.ts", "utf8") + sources().join("\n");
  const imports = sources().flatMap((s) => [...s.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((m) => m[1]!.match(/\b[A-Z]\w+/g) ?? []));
  const missing = new Set(imports.filter((name) => existsSync(`node_modules/@mantine/core/styles/${name}.css`) && !styles.includes(`/${name}.css"`)));
  expect([...missing]).toEqual([]);
});
