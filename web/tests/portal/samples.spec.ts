import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Arrived, expect, expectAccessible, expectFits, open, type Page, picture, send, test } from "./echo";

const run = promisify(execFile);

/** What runs each language's sample where `scripts/setup browser` was. */
const languages: [name: string, file: string, command: string, args: string[]][] = [
  ["curl", "call.sh", "bash", ["call.sh"]],
  ["Python", "call.py", "python3", ["call.py"]],
  ["JavaScript", "call.mjs", "node", ["call.mjs"]],
  ["Go", "call.go", "go", ["run", "call.go"]],
  ["PHP", "call.php", "php", ["call.php"]],
  ["Ruby", "call.rb", "ruby", ["call.rb"]],
];

/** Copies the sample of each language and runs it with the real token. */
async function runSamples(page: Page, token: string, files: Record<string, Buffer> = {}): Promise<void> {
  const samples = page.getByRole("region", { name: "Code samples" });
  for (const [name, path, command, args] of languages) {
    await samples.getByRole("radiogroup").getByText(name, { exact: true }).click();
    await samples.getByRole("button", { name: `Copy ${name} sample` }).click();
    const folder = mkdtempSync(join(tmpdir(), "sample-"));
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
    writeFileSync(join(folder, path), await page.evaluate(() => navigator.clipboard.readText()));
    const { stdout } = await run(command, args, { cwd: folder, env: { ...process.env, GATEWAY_TOKEN: token, FORCE_COLOR: "0" }, timeout: 60_000 });
    expect(stdout, name).toMatch(/\b200\b/);
  }
}

/** What an API makes of a call: all that does not depend on who wrote it. */
function meant({ method, url, headers, body }: Arrived) {
  const { "x-note": note, cookie, "content-type": type, "x-client-id": client, "x-profile-id": profile } = headers;
  return { method, url: decodeURIComponent(url), note, cookie, type: String(type).split(";")[0], client, profile, body: parts(type, body) };
}

function parts(type: string | string[] | undefined, body: Buffer): string[] {
  const between = /^multipart\/form-data.*boundary="?([^";]+)/.exec(String(type))?.[1];
  if (!between) return [body.toString()];
  // Writers differ in the order and case of a part's headers, and in headers that say nothing.
  return body.toString("latin1").split(`--${between}`).slice(1, -1).map((part) => {
    const [head = "", ...text] = part.split("\r\n\r\n");
    return [/ name="[^"]*"/.exec(head)?.[0], /filename="[^"]*"/.exec(head)?.[0], /content-type: (.+)/i.exec(head)?.[1], text.join("\r\n\r\n")].join(" | ");
  });
}

const hostile = `it's "quoted" \\ $HOME \${HOME} $(id) \`id\` #{1+1} %s @x ;y, z`;

test("Send and every sample are one call, whatever stands in it", async ({ page, echo, gatehouse }) => {
  test.slow(); // six languages
  await open(page, echo, "Everything at once");
  await page.getByLabel("id", { exact: true }).fill(`${hostile.replaceAll(/[\\]/g, "")} Grüße`);
  await page.getByLabel("tags").fill(`${hostile}\nGrüße 日本`);
  await page.getByLabel("codes").fill("a|b\nc,d");
  await page.getByLabel("words").fill("a b\nc");
  await page.getByLabel("at", { exact: true }).fill('{"from": "1&2", "to": "x=y"}');
  await page.getByLabel("count", { exact: true }).fill("many");
  await expect(page.getByText("many is no whole number")).toBeVisible();
  await page.getByLabel("count", { exact: true }).fill("7");
  await page.getByRole("group", { name: "kinds" }).getByLabel("large").check();
  await page.getByLabel("X-Note").fill(hostile);
  await page.getByRole("textbox", { name: "theme" }).fill("dark; night");
  await page.getByRole("textbox", { name: "Body" }).fill(JSON.stringify({ text: `${hostile}\n\u2028 😀` }, null, 2));
  await expectAccessible(page);
  await picture(page, "portal-parameters");
  await send(page);
  await runSamples(page, gatehouse.token);
  const [sent, ...samples] = echo.arrived.map(meant);
  expect(sent!.url).toContain(`codes=a|b|c,d&words=a b c&at[from]=1&2&at[to]=x=y&count=7&kinds=large`);
  expect(sent).toMatchObject({ note: hostile, cookie: "theme=dark%3B%20night", client: gatehouse.client_id });
  expect(samples).toHaveLength(languages.length);
  for (const [i, sample] of samples.entries()) expect(sample, languages[i]![0]).toEqual(sent);
});

test("a form with files: filled in by its fields, sent, and the same as every sample", async ({ page, echo, gatehouse }) => {
  test.slow();
  await open(page, echo, "Send a form");
  const choose = (type: string) => page.getByLabel("Content-Type").selectOption(type);
  await choose("multipart/form-data");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("group", { name: "photo" })).toContainText("Needed for this call");
  const photo = { name: "it's a photo.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0, 255, 13, 10]) };
  await page.getByLabel("note").fill(hostile);
  await page.getByLabel("kinds").fill("one\ntwo");
  const pick = async (field: string, button: string, files: (typeof photo)[]) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("group", { name: field }).getByRole("button", { name: button }).click();
    await (await chooser).setFiles(files);
  };
  await pick("photo", "Choose a file", [{ ...photo, buffer: Buffer.alloc((1 << 20) + 1) }]);
  await expect(page.getByRole("alert")).toContainText("too much to send from here");
  await pick("photo", "Choose a file", [photo]);
  await pick("more", "Choose files", [{ ...photo, name: "a.png" }, { ...photo, name: "b.png" }]);
  await page.getByRole("button", { name: "Remove b.png" }).click();
  await expectAccessible(page);
  await picture(page, "portal-form");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await send(page);
  await runSamples(page, gatehouse.token, { [photo.name]: photo.buffer, "a.png": photo.buffer });
  const [sent, ...samples] = echo.arrived.map(meant);
  expect(sent!.body).toHaveLength(5);
  for (const [i, sample] of samples.entries()) expect(sample, languages[i]![0]).toEqual(sent);
  // A part with a type of its own, which the form classes of some languages cannot write.
  await page.getByLabel("meta").fill('{"a": "it\'s; #{1} $x"}');
  echo.arrived.length = 0;
  await send(page);
  await runSamples(page, gatehouse.token, { [photo.name]: photo.buffer, "a.png": photo.buffer });
  const [second, ...again] = echo.arrived.map(meant);
  for (const [i, sample] of again.entries()) expect(sample, languages[i]![0]).toEqual(second);
  await choose("application/x-www-form-urlencoded");
  await page.getByLabel("note").fill("a&b c");
  await send(page);
  expect(echo.arrived.at(-1)!.body.toString()).toBe("note=a%26b+c");
});
