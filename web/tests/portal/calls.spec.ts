import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, expectAccessible, expectFits, picture, test } from "./fixtures";

const run = promisify(execFile);

interface Demo {
  gateway_url: string;
  client_id: string;
  profile_id: string;
  token: string;
}

/** A call from the partner's own server. */
function call(demo: Demo, path: string, token = demo.token): Promise<Response> {
  return fetch(`${demo.gateway_url}${path}`, { headers: { "X-Client-ID": demo.client_id, "X-Profile-ID": demo.profile_id, Authorization: `Bearer ${token}` } });
}

test("calls appear as they are made, are filtered, copied as curl and shared by a link", async ({ page, gatehouse, browser }) => {
  await page.goto("requests");
  await expect(page.getByRole("button", { name: "Live, pause" })).toBeVisible();
  const mark = `m${Date.now()}`;
  await call(gatehouse, `/shipments/track/${mark}`);
  await call(gatehouse, `/shipments/track/${mark}`, "ght_wrong");
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("row").filter({ hasText: mark });
  await expect(rows).toHaveCount(2); // without a reload
  await expect(rows.filter({ hasText: "401" })).toContainText(/credentials|token/i);
  await page.getByLabel("Path", { exact: true }).fill(`/shipments/track/${mark}`);
  await page.getByRole("textbox", { name: "Status" }).or(page.getByRole("combobox", { name: "Status" })).first().click();
  await page.getByRole("option", { name: "2xx succeeded" }).click();
  await expect(rows).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get("status")).toBe("2xx");
  await page.reload();
  await expect(rows).toHaveCount(1);
  await expectAccessible(page);
  await picture(page, "portal-requests-filtered");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await rows.getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Request" });
  await expect(sheet.getByRole("list", { name: "What was checked" })).toBeVisible();
  await expectAccessible(page);
  await picture(page, "portal-request");
  await sheet.getByRole("button", { name: "Copy as curl" }).click();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout } = await run("bash", ["-c", curl], { env: { ...process.env, GATEWAY_TOKEN: gatehouse.token } });
  expect(stdout).toMatch(/^HTTP\/1\.1 200/);
  await sheet.getByRole("button", { name: "Share" }).click();
  const link = await sheet.getByRole("link", { name: /\/shared\// }).getAttribute("href");
  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const shared = await stranger.newPage();
  await shared.goto(link!);
  await expect(shared.getByText(`GET /shipments/track/${mark}`)).toBeVisible();
  await expect(shared.locator("body")).not.toContainText(gatehouse.client_id);
  await picture(shared, "portal-shared");
  await stranger.close();
});

test("requests are filtered on the page by code, profile and time", async ({ page, gatehouse }) => {
  const mark = `f${Date.now()}`;
  await call(gatehouse, `/shipments/track/${mark}`);
  await call(gatehouse, `/shipments/track/${mark}`, "ght_wrong");
  await page.goto(`requests?path=/shipments/track/${mark}`);
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("row").filter({ hasText: mark });
  const choose = async (filter: string, option: string) => {
    await page.getByRole("combobox", { name: filter, exact: true }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  };
  await expect(rows).toHaveCount(2);
  await choose("Refused with", "401 Credentials not accepted");
  await expect(rows).toHaveCount(1);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByLabel("Path", { exact: true }).fill(`/shipments/track/${mark}`);
  await choose("Profile", gatehouse.profile_id);
  await choose("Time", "Last hour");
  await expect(page).toHaveURL(/range=1h/);
  await expect(rows).not.toHaveCount(0);
  await expectAccessible(page);
  await picture(page, "portal-requests-all-filters");
  await page.getByRole("button", { name: "Custom" }).click();
  await page.getByLabel("From", { exact: true }).last().fill("2020-01-01T10:00");
  await page.getByLabel("To", { exact: true }).fill("2020-01-01T11:00");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByText("No request matches")).toBeVisible();
  await expect(page.getByRole("button", { name: /pause|go live/ })).toHaveCount(0); // nothing new belongs to a time that is over
  await expect(page).not.toHaveURL(/range=/);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await picture(page, "portal-requests-filters-narrow");
});

test("a refused call says why to somebody signed in, and what to do", async ({ page, gatehouse }) => {
  const refused = await call(gatehouse, "/nowhere/at/all");
  expect(refused.status).toBe(404);
  await page.goto(`requests/${refused.headers.get("X-Request-Id")}`);
  await expect(page.getByRole("heading", { name: "GET /nowhere/at/all" })).toBeVisible();
  await expect(page.getByRole("img", { name: "failed" })).toHaveCount(1);
  await expectAccessible(page);
  await page.goto("requests/req_01aaaaaaaaaaaaaaaaaaaaaaaa");
  await expect(page.getByRole("heading", { name: "There is no such request" })).toBeVisible();
});

test("usage counts what was called, and comes as a sheet", async ({ page, gatehouse }) => {
  for (let i = 0; i < 3; i++) await call(gatehouse, "/shipments/track/12345");
  await page.goto("usage");
  await expect(page.getByRole("heading", { name: "Calls over time" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Operations called most" })).toContainText("/track/{trackingNumber}");
  await page.getByRole("button", { name: "View as table" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "View as chart" }).click();
  await picture(page, "portal-usage");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const [head, ...lines] = readFileSync(await (await saved).path(), "utf8").trim().split(/\r?\n/);
  expect(head).toMatch(/^from,calls,/);
  expect(lines.reduce((sum, line) => sum + Number(line.split(",")[1]), 0)).toBeGreaterThanOrEqual(3);
});

test("a limit that is used up counts down, and Send waits for it", async ({ page, api, gatehouse, unique }) => {
  const policy = await api.post<{ id: string }>("/policies", { name: unique("two-a-minute"), rate: { requests: 2, window: "20s" } });
  const { items } = await api.get<{ items: { id: string; policy_ids: string[] }[] }>(`/profiles?client_id=${gatehouse.client_id}`);
  const profile = items[0]!;
  await api.patch(`/profiles/${profile.id}`, { policy_ids: [policy.id] });
  try {
    await page.goto("collections/shipments");
    await page.getByRole("main").getByRole("link", { name: "Track a shipment" }).click();
    const answer = page.getByRole("region", { name: "Answer", exact: true }).getByRole("status");
    const send = page.getByRole("button", { name: "Send", exact: true });
    for (const left of ["1 of 2 left", "0 of 2 left"]) {
      await send.click();
      await expect(answer).toContainText("200");
      await expect(page.getByText(left)).toBeVisible();
    }
    await send.click();
    await expect(answer).toContainText("429");
    await expect(send).toBeDisabled();
    await expect(page.getByRole("timer")).toContainText(/Next call possible in \d+ s/);
    await expectAccessible(page);
    await picture(page, "portal-limited");
    await expect(send).toBeEnabled({ timeout: 30_000 });
    await send.click();
    await expect(answer).toContainText("200");
  } finally {
    await api.patch(`/profiles/${profile.id}`, { policy_ids: profile.policy_ids });
    await api.delete(`/policies/${policy.id}`);
  }
});

test("a token is made and rotated where that is allowed: shown once, the old one for the overlap", async ({ page, api, gatehouse, unique }) => {
  const name = unique("self-service");
  const made = await api.post<{ id: string }>("/profiles", { name, client_id: gatehouse.client_id, auth: { type: "token" }, self_service: true });
  try {
    await page.goto("credentials");
    const section = page.locator("section").filter({ has: page.getByRole("heading", { name }) });
    await expect(section).toContainText("There is no token yet.");
    const issue = async (button: string) => {
      await section.getByRole("button", { name: button }).click();
      const sheet = page.getByRole("dialog", { name: button });
      await expectAccessible(page);
      await picture(page, `portal-${button.split(" ")[0]!.toLowerCase()}`);
      await sheet.getByRole("button", { name: button }).click();
      const done = page.getByRole("dialog", { name: "Token created" });
      await done.getByRole("button", { name: "Copy token" }).click();
      await picture(page, "portal-token-created");
      await done.getByRole("button", { name: "Done" }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const as = (token: string) => call({ ...gatehouse, profile_id: name }, "/shipments/track/12345", token).then((r) => r.status);
    const first = await issue("Generate token");
    expect(first).toMatch(/^ght_/);
    await expect.poll(() => as(first)).toBe(200);
    const second = await issue("Rotate token");
    await expect.poll(() => as(second)).toBe(200);
    expect(await as(first)).toBe(200); // for the overlap
    await expect(section.getByRole("table", { name: `Tokens of ${name}` }).getByRole("row")).toHaveCount(3);
    await expect(section).toContainText(/retiring/i);
    await expect(page.locator("body")).not.toContainText(second);
    await expectAccessible(page);
    await picture(page, "portal-credentials-own");
  } finally {
    await api.delete(`/profiles/${made.id}`);
  }
});
