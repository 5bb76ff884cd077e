import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { curl } from "./curl";
import { writers } from "./languages";
import type { Sample } from "./sample";

const run = promisify(execFile);

interface Arrived {
  method?: string;
  url?: string;
  note?: string;
  authorization?: string;
  body: string;
}

const arrived: Arrived[] = [];
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method, url, headers } = request;
  arrived.push({ method, url, note: headers["x-note"] as string, authorization: headers.authorization, body: Buffer.concat(parts).toString() });
  response.end("{}");
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

// Everything that ends a string, starts a command or stands for a variable somewhere.
const hostile = `it's "quoted" \\ \\n $HOME \${HOME} $(id) \`id\` #{1+1} %s @file !x`;
const body = `{"text": ${JSON.stringify(hostile)}, "wide": "Grüße 日本 \u{1f600} \u2028\u202e\ufeff"}\n`;

function sample(): Sample {
  const { port } = server.address() as AddressInfo;
  return {
    method: "POST",
    url: `http://127.0.0.1:${port}/track/${encodeURIComponent(hostile)}?q=${encodeURIComponent(hostile)}`,
    headers: [
      { name: "X-Note", value: hostile },
      { name: "Authorization", value: "Bearer $GATEWAY_TOKEN" },
      { name: "Content-Type", value: "application/json" },
    ],
    body: { text: body },
  };
}

async function running(file: string, text: string, command: string, args: string[]): Promise<Arrived> {
  const folder = mkdtempSync(join(tmpdir(), "sample-"));
  writeFileSync(join(folder, file), text);
  await run(command, args, { cwd: folder, env: { ...process.env, GATEWAY_TOKEN: "ght_it's$HOME" }, timeout: 60_000 });
  return arrived.at(-1)!;
}

test.each([
  ["curl", "call.sh", "bash", ["call.sh"]],
  ["Python", "call.py", "python3", ["call.py"]],
  ["JavaScript", "call.mjs", "node", ["call.mjs"]],
])("the %s sample runs as it is and sends every value as it was typed", async (name, file, command, args) => {
  const call = sample();
  const found = await running(file, name === "curl" ? curl(call) : writers[name]!(call), command, args);
  const { origin } = new URL(call.url);
  // Clients may write an apostrophe either way; the value is the same.
  expect({ ...found, url: decodeURIComponent(found.url!) }).toEqual({ method: "POST", url: decodeURIComponent(call.url.slice(origin.length)), note: hostile, authorization: "Bearer ght_it's$HOME", body });
});

test.each(Object.keys(writers))("%s: no value ends its string, and nothing hides in the source", (name) => {
  const text = writers[name]!({ ...sample(), url: "https://example.com/" });
  // Python, JavaScript, Go, Java and C# write such characters as escapes; PHP and Ruby take bytes as they are.
  if (!["PHP", "Ruby"].includes(name)) expect(text).not.toMatch(/[\u2028\u202e\ufeff]/);
  const quoted = ["PHP", "Ruby"].includes(name) ? `'${hostile.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'` : JSON.stringify(hostile);
  expect(text).toContain(name === "PHP" ? quoted.slice(1) : quoted);
  expect(text).toMatch(/GATEWAY_TOKEN/);
  expect(text).not.toContain("$GATEWAY_TOKEN");
});

test("a file is read, not pasted, and a head has no body", () => {
  const file: Sample = { method: "PUT", url: "https://example.com/", headers: [], body: { file: "a'b.pdf" } };
  expect(curl(file)).toContain(`--data-binary '@a'\\''b.pdf'`);
  for (const write of Object.values(writers)) expect(write(file)).toMatch(/a\\?'b\.pdf/);
  expect(curl({ method: "HEAD", url: "https://example.com/", headers: [] })).toBe("curl --head 'https://example.com/'");
});
