import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every component in use has its style sheet", () => {
  const styles = readFileSync("src/shared/styles.ts", "utf8");
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".tsx"))
    .map((f) => readFileSync(`src/${f}`, "utf8"));
  const imports = sources.flatMap((s) => [...s.matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((m) => m[1]!.match(/\b[A-Z]\w+/g) ?? []));
  // Parts such as <Checkbox.Card> have sheets of their own.
  const parts = sources.flatMap((s) => [...s.matchAll(/<([A-Z]\w+)\.([A-Z]\w+)/g)].map((m) => m[1]! + m[2]!));
  const missing = new Set([...imports, ...parts].filter((name) => existsSync(`node_modules/@mantine/core/styles/${name}.css`) && !styles.includes(`/${name}.css"`)));
  expect([...missing]).toEqual([]);
});
