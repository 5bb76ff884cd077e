import type { Demo } from "../gatehouse";
import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

/** A call as the demo's partner; a header set to null is left out. */
function call(g: Demo, path: string, more: { method?: string; headers?: Record<string, string | null> } = {}) {
  const headers = { "X-Client-ID": g.client_id, "X-Profile-ID": g.profile_id, Authorization: `Bearer ${g.token}`, ...more.headers };
  return fetch(g.gateway_url + path, { method: more.method, headers: Object.fromEntries(Object.entries(headers).filter((h): h is [string, string] => h[1] !== null)) });
}

test("step 8 of the recipe: filter by Client ID, by name and by id", async ({ page, gatehouse }) => {
  test.slow();
  await call(gatehouse, "/shipments/track/12345");
  await call(gatehouse, "/shipments/track/1", { headers: { "X-Client-ID": null } });
  await page.goto("logs/requests");
  const box = page.getByRole("combobox", { name: "Filter requests" });
  await box.fill("Client ID = partner-acme-corp");
  await box.press("Enter");
  await expect(page.getByText("Client ID = partner-acme-corp")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: "/shipments/track/12345" }).first();
  await expect(row).toContainText("200");
  await expect(row).toContainText("ms");
  await expect(page.getByText("X-Client-ID missing")).toHaveCount(0);
  await page.getByRole("button", { name: "Remove filter Client ID" }).click();
  await expect(page.getByText("X-Client-ID missing").first()).toBeVisible();
  await box.fill(gatehouse.client_id);
  await box.press("Enter");
  await expect(page).toHaveURL(/q=client/);
  await expect(row).toBeVisible();
  await page.reload();
  await expect(page.getByText(`Client ID = ${gatehouse.client_id}`)).toBeVisible();
  await expectAccessible(page);
});

test("fields and values are suggested, and a wrong one is said to be", async ({ page, gatehouse }) => {
  await call(gatehouse, "/shipments/track/7", { method: "DELETE" });
  await page.goto("logs/requests");
  const box = page.getByRole("combobox", { name: "Filter requests" });
  await box.fill("sta");
  await page.getByRole("option", { name: /status:/ }).click();
  await page.getByRole("option", { name: "status:405" }).click();
  await expect(page.getByText("Status = 405")).toBeVisible();
  await expect(box).toHaveValue("");
  await expect(page.getByText("method not allowed").first()).toBeVisible();
  await box.fill("client:acm");
  await page.getByRole("option", { name: "client:partner-acme-corp" }).click();
  await expect(page.getByText("Client ID = partner-acme-corp")).toBeVisible();
  await box.fill("status:9zz");
  await box.press("Enter");
  await expect(page.getByText("must be a status such as")).toBeVisible();
});

test("new requests appear by themselves, and what is read stays where it is", async ({ page, gatehouse, unique }) => {
  await call(gatehouse, "/shipments/track/12345");
  await page.goto("logs/requests");
  await expect(page.getByRole("button", { name: "Live, pause" })).toBeVisible();
  const first = unique("live");
  await call(gatehouse, `/shipments/track/${first}`);
  await expect(page.getByRole("link", { name: `/shipments/track/${first}` })).toBeVisible({ timeout: 2_000 });
  await page.getByRole("link", { name: `/shipments/track/${first}` }).click();
  const second = unique("live");
  await call(gatehouse, `/shipments/track/${second}`);
  await expect(page.getByRole("button", { name: /\d+ new/, includeHidden: true })).toBeAttached();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /\d+ new/ }).click();
  await expect(page.getByRole("link", { name: `/shipments/track/${second}` })).toBeVisible();
  await page.getByRole("heading", { name: "Request Logs" }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Paused, go live" })).toBeVisible();
});

test("a refused request explains itself, in the drawer and on its own page", async ({ page, gatehouse, unique }) => {
  test.slow();
  const path = `/shipments/track/${unique("why")}`;
  const answer = await call(gatehouse, `${path}?expand=events`, { headers: { Authorization: "Bearer wrong", "User-Agent": "<script>alert(1)</script>" } });
  const id = answer.headers.get("x-request-id")!;
  await page.goto("logs/requests?live=0");
  await page.getByRole("link", { name: path }).click();
  const drawer = page.getByRole("dialog", { name: "Request" });
  await expect(drawer.getByText("credentials_invalid: credentials not accepted")).toBeVisible();
  const trace = drawer.getByRole("list", { name: "Decision trace" });
  await expect(trace.getByRole("listitem").filter({ hasText: "authenticate" })).toContainText("Refused");
  await expect(trace.getByRole("listitem").filter({ hasText: "limit" })).toContainText("Not reached");
  await expect(drawer.getByText("<script>alert(1)</script>").first()).toBeVisible();
  await expect(drawer.getByRole("row", { name: /Authorization/ })).toContainText("not recorded");
  await expectAccessible(page);
  await picture(page, "request-drawer");
  await drawer.getByRole("button", { name: "Copy as curl" }).click();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  expect(curl).toContain(`"$GATEWAY"'${path}?expand='`);
  expect(curl).toContain(`-H 'X-Client-ID: ${gatehouse.client_id}'`);
  expect(curl).toContain('"Authorization: Bearer $GATEWAY_TOKEN"');
  await drawer.getByRole("link", { name: "Open page" }).click();
  await expect(page).toHaveURL(new RegExp(`/logs/requests/${id}$`));
  await expect(page.getByRole("heading", { name: `GET ${path}`, level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
});

test("the keyboard goes from request to request", async ({ page, gatehouse }) => {
  await call(gatehouse, "/shipments/track/1");
  await call(gatehouse, "/shipments/track/2");
  await page.goto("logs/requests?live=0");
  await expect(page.getByRole("row").nth(2)).toBeVisible();
  await page.keyboard.press("j");
  const id = () => new URL(page.url()).searchParams.get("open");
  await expect.poll(id).toMatch(/^req_/);
  const first = id();
  await page.keyboard.press("]");
  await expect.poll(id).not.toBe(first);
  await page.keyboard.press("[");
  await expect.poll(id).toBe(first);
  await page.keyboard.press("Escape");
  await expect.poll(id).toBeNull();
});

test("the list is exported, and fits a phone", async ({ page, gatehouse }) => {
  await call(gatehouse, "/shipments/track/12345");
  await page.goto("logs/requests?q=client:partner-acme-corp");
  await page.getByRole("button", { name: "Export" }).click();
  await expectAccessible(page);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /CSV/ }).click()]);
  expect(file.suggestedFilename()).toMatch(/^request-logs-.*\.csv$/);
  await picture(page, "request-logs");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
});

test("no match, an unknown request and a lost connection are said in words", async ({ page, guard }) => {
  await page.goto("logs/requests?q=client:nobody-at-all");
  await expect(page.getByRole("heading", { name: "No request matches" })).toBeVisible();
  await page.goto("logs/requests/req_00000000000000000000000000");
  await expect(page.getByRole("alert")).toContainText("Not found");
  guard.allow(/request-logs/);
  await page.route("**/api/v1/request-logs?**", (route) => route.abort());
  await page.goto("logs/requests");
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
});
