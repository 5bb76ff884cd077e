import { readFileSync } from "node:fs";
import { answerOf, expect, expectAccessible, open, picture, send, test } from "./echo";

test("answers are text or a file, never a page", async ({ page, echo }) => {
  await open(page, echo, "Answer with html");
  await send(page);
  await expect(answerOf(page).getByText("<h1>Hello</h1>")).toBeVisible();
  await expect(page).not.toHaveTitle("taken over");
  await open(page, echo, "Answer with events");
  await send(page);
  await expect(answerOf(page)).toContainText("data: <b>two</b>");
  await open(page, echo, "Answer with empty");
  await send(page, "204");
  await expect(answerOf(page)).toContainText("The answer has no body.");
  for (const [kind, size, says] of [["binary", 4, "image/png, not text"], ["big", 3_000_000, "The beginning of"]] as const) {
    await open(page, echo, `Answer with ${kind}`);
    await send(page);
    await expect(answerOf(page)).toContainText(says);
    const saved = page.waitForEvent("download");
    await answerOf(page).getByRole("link", { name: /^Download/ }).click();
    expect(readFileSync(await (await saved).path())).toHaveLength(size);
  }
});

test("the token that is shown is the one that is sent; a typed one is sent in its place", async ({ page, echo, gatehouse }) => {
  await open(page, echo, "Answer with html");
  const sent = () => page.waitForRequest((r) => r.url().endsWith("/portal/api/try"));
  let request = sent();
  await send(page);
  const first = (await request).postDataJSON() as { token: string };
  await page.getByRole("button", { name: "Show the token for 30 s" }).click();
  await expect(page.getByText(/^ghp_/)).toHaveText(first.token);
  await page.getByRole("button", { name: "Test your own token" }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Type your token, or use the try-it token")).toBeVisible();
  await page.getByLabel("Your token").fill(`Bearer ${gatehouse.token} `);
  request = sent();
  await send(page);
  expect(((await request).postDataJSON() as { token: string }).token).toBe(gatehouse.token);
  await page.getByRole("button", { name: "Show token" }).click();
  await expect(page.getByRole("region", { name: "curl sample" })).toContainText(gatehouse.token);
});

test("what the profile may not do is greyed with the reason, and cannot be sent", async ({ page, echo }) => {
  await page.goto(`collections/${echo.name}`);
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Take away" });
  await expect(row).toContainText("DELETE is not enabled for acme-corp-standard.");
  await row.getByRole("link").click();
  await expect(page.getByText("Not enabled for you")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await expectAccessible(page);
  await picture(page, "portal-locked");
});

test("a collection is taken along as OpenAPI, for Postman and as Markdown, without what may not be called", async ({ page, echo }) => {
  await page.goto(`collections/${echo.name}`);
  for (const [entry, has, version] of [["OpenAPI 3.1", "/forms", "3.1"], ["OpenAPI 3.0", "/forms", "3.0"], ["Postman collection", "forms", "postman"], ["Markdown", "/forms", "$gateway_token"]] as const) {
    await page.getByRole("button", { name: "Download" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: entry }).click();
    const text = readFileSync(await (await saved).path(), "utf8");
    expect(text).toContain(has);
    expect(text.toLowerCase()).toContain(version);
    expect(text).not.toContain("Take away");
  }
});
