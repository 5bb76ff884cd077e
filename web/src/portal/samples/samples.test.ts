import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FormPart } from "../try/form";
import { curl } from "./curl";
import { writers } from "./languages";
import type { Sample } from "./sample";

const run = promisify(execFile);

interface Arrived {
  method?: string;
  url?: string;
  note?: string;
  authorization?: string;
  type?: string;
  body: string;
}

const arrived: Arrived[] = [];
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method, url, headers } = request;
  arrived.push({ method, url, note: headers["x-note"] as string, authorization: headers.authorization, type: headers["content-type"], body: Buffer.concat(parts).toString("latin1") });
  response.end("{}");
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

// Everything that ends a string, starts a command or stands for a variable somewhere.
const hostile = `it's "quoted" \\ \\n $HOME \${HOME} $(id) \`id\` #{1+1} #$0 %s %d{} ;type=x @file !x`;
const text = `{"text": ${JSON.stringify(hostile)}, "wide": "Grüße 日本 \u{1f600} \u2028\u202e\ufeff"}\n`;
const file = Buffer.from([0, 255, 13, 10, 45, 45, 36, 39]);

function sample(body: Sample["body"] = { text }): Sample {
  const { port } = server.address() as AddressInfo;
  return {
    method: "POST",
    url: `http://127.0.0.1:${port}/track/${encodeURIComponent(hostile)}?q=${encodeURIComponent(hostile)}`,
    headers: [{ name: "X-Note", value: hostile }, { name: "Authorization", value: "Bearer $GATEWAY_TOKEN" }, ...("text" in body ? [{ name: "Content-Type", value: "application/json" }] : [])],
    body,
  };
}

const picked = { name: "a b's.bin", type: "image/png", base64: "" };
const plain: FormPart[] = [{ name: "note", text: hostile }, { name: "wide", text: "Grüße 日本" }, { name: "photo", type: "image/png", file: picked }];
const twice: FormPart[] = [...plain, { name: "note", text: "again" }];
const typed: FormPart[] = [{ name: "meta", type: "application/json", text: text.trim() }, ...plain];

const languages: [name: string, file: string, command: string, args: string[]][] = [
  ["curl", "call.sh", "bash", ["call.sh"]],
  ["Python", "call.py", "python3", ["call.py"]],
  ["JavaScript", "call.mjs", "node", ["call.mjs"]],
  ["Go", "call.go", "go", ["run", "call.go"]],
  ["PHP", "call.php", "php", ["call.php"]],
  ["Ruby", "call.rb", "ruby", ["call.rb"]],
];

async function running([name, path, command, args]: (typeof languages)[number], call: Sample): Promise<Arrived> {
  const folder = mkdtempSync(join(tmpdir(), "sample-"));
  writeFileSync(join(folder, path), name === "curl" ? curl(call) : writers[name]!(call));
  writeFileSync(join(folder, picked.name), file);
  await run(command, args, { cwd: folder, env: { ...process.env, GATEWAY_TOKEN: "ght_it's$HOME" }, timeout: 60_000 });
  return arrived.at(-1)!;
}

/** The parts of a form as a server reads them, whoever wrote it. */
function partsOf({ type, body }: Arrived): { name: string; filename?: string; type?: string; text: string }[] {
  const between = /boundary="?([^";]+)/.exec(type!)![1]!;
  return body.split(`--${between}`).slice(1, -1).map((part) => {
    const end = part.indexOf("\r\n\r\n");
    const head = part.slice(0, end);
    return { name: / name="([^"]*)"/.exec(head)![1]!, filename: /filename="([^"]*)"/.exec(head)?.[1], type: /Content-Type: (.+)/i.exec(head)?.[1], text: part.slice(end + 4, -2) };
  });
}

const bytesOf = (of: string) => Buffer.from(of).toString("latin1");
const wanted = (form: FormPart[]) => form.map((p) => ({ name: p.name, filename: "file" in p ? p.file.name : undefined, type: p.type, text: "file" in p ? file.toString("latin1") : bytesOf(p.text) }));

test.each(languages)("the %s sample runs as it is and sends every value as it was typed", async (...language) => {
  const call = sample();
  const found = await running(language, call);
  const { origin } = new URL(call.url);
  // Clients may write an apostrophe either way; the value is the same.
  expect({ ...found, url: decodeURIComponent(found.url!) }).toEqual({ method: "POST", url: decodeURIComponent(call.url.slice(origin.length)), note: hostile, authorization: "Bearer ght_it's$HOME", type: "application/json", body: bytesOf(text) });
  for (const form of [plain, twice, typed]) expect(partsOf(await running(language, sample({ form })))).toEqual(wanted(form));
  expect((await running(language, sample({ file: picked.name }))).body).toBe(file.toString("latin1"));
}, 120_000);

test.each(Object.keys(writers))("%s: no value ends its string, and nothing hides in the source", (name) => {
  const source = writers[name]!({ ...sample(), url: "https://example.com/" });
  // Python, JavaScript, Go, Java and C# write such characters as escapes; PHP and Ruby take bytes as they are.
  if (!["PHP", "Ruby"].includes(name)) expect(source).not.toMatch(/[\u2028\u202e\ufeff]/);
  const quoted = ["PHP", "Ruby"].includes(name) ? `'${hostile.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'` : JSON.stringify(hostile);
  expect(source).toContain(name === "PHP" ? quoted.slice(1) : quoted);
  expect(source).toMatch(/GATEWAY_TOKEN/);
  expect(source).not.toContain("$GATEWAY_TOKEN");
});

test("a head has no body, and braces of a template stay braces", () => {
  expect(curl({ method: "HEAD", url: "https://example.com/", headers: [] })).toBe("curl --head 'https://example.com/'");
  expect(curl({ method: "GET", url: "https://example.com/{id}", headers: [] })).toBe("curl -i -g 'https://example.com/{id}'");
});
