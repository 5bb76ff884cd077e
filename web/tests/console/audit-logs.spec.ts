import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

test("step 8 of the recipe: the creation of a client is in the audit log", async ({ page, api, unique }) => {
  test.slow();
  const name = unique("partner-audited");
  const client = await api.post("/clients", { name, description: "<script>alert(1)</script>" });
  await api.patch(`/clients/${client.id}`, { status: "disabled" });
  await page.goto("logs/audit");
  await expect(page.getByText(/Chain intact · \d+ events/)).toBeVisible();
  await page.getByRole("textbox", { name: "Action" }).fill("client.created");
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(page.getByRole("row").filter({ hasText: "Client updated" })).toHaveCount(0);
  await expect(row).toContainText("Client created");
  await expect(page).toHaveURL(/action=client.created/);
  await row.getByRole("link", { name: "Client created" }).click();
  const drawer = page.getByRole("dialog", { name: "Change" });
  await expect(drawer.getByText("<script>alert(1)</script>")).toBeVisible();
  await expectAccessible(page);
  await drawer.getByRole("button", { name: "Show all changes of this object" }).click();
  await page.getByRole("textbox", { name: "Action" }).fill("");
  await page.getByRole("link", { name: /^Client (changed|updated|disabled)$/ }).click();
  const status = drawer.getByRole("row", { name: /status/ });
  await expect(status).toContainText("enabled");
  await expect(status).toContainText("disabled");
  await expectAccessible(page);
  await picture(page, "audit-drawer");
});

test("what one call changed stands together", async ({ page, api, unique }) => {
  const name = unique("partner-together");
  await api.post("/onboardings", { client: { name }, profile: { name: `${name}-standard`, auth: { type: "token" }, token: { generate: true } }, collections: ["shipments"] });
  await page.goto("logs/audit?resource_type=client");
  await page.getByRole("row").filter({ hasText: name }).getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "Change" });
  await expect(drawer.getByText("Changed by the same call")).toBeVisible();
  await drawer.getByRole("button", { name: new RegExp(`Profile created: ${name}-standard`) }).click();
  await expect(drawer.getByRole("heading", { name: "Profile created" })).toBeVisible();
});

test("the log is exported, accessible, and fits a phone", async ({ page }) => {
  await page.goto("logs/audit");
  await expect(page.getByRole("row").nth(3)).toBeVisible();
  await expectAccessible(page);
  await picture(page, "audit-logs");
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: /NDJSON/ }).click()]);
  expect(file.suggestedFilename()).toMatch(/^audit-logs-.*\.ndjson$/);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
});

test.describe("an auditor", () => {
  test.use({ role: "auditor" });
  test("reads both logs and nothing else", async ({ page }) => {
    await page.goto("logs/audit");
    await expect(page.getByText(/Chain intact/)).toBeVisible();
    await expect(page.getByRole("link", { name: "Clients" })).toHaveCount(0);
    await page.goto("logs/requests");
    await expect(page.getByRole("heading", { name: "Request Logs" })).toBeVisible();
  });
});
