import { expect, expectAccessible, expectFits, test } from "../../fixtures";
import { begin, finish, hands, toReview } from "./steps";

test("a partner is onboarded and verified in at most twelve interactions", async ({ page, unique }) => {
  const partner = unique("quick");
  await page.goto("");
  const { click, fill, count } = hands(page);
  const begun = Date.now();
  await click("link", "Onboard a partner");
  await fill("textbox", "Partner name", partner);
  await expect(page.getByRole("textbox", { name: "Profile ID" })).toHaveValue(`${partner}-standard`);
  await click("button", "Continue");
  await click("button", "Continue");
  await click("checkbox", "shipments");
  await click("radio", "standard-partner-200rpm");
  await expect(page.getByText("They will be able to call")).toBeVisible();
  await click("button", "Continue");
  await fill("combobox", "Authorized emails", "dev@acme.example");
  await click("button", "Continue");
  await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();
  await click("button", "Create");
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
  expect(count()).toBeLessThanOrEqual(12);
  expect(Date.now() - begun).toBeLessThan(20_000);
  const checks = page.getByRole("list", { name: "Checks" });
  for (const [name, status] of [["Valid credentials", "200"], ["Without Client ID", "401"], ["Wrong token", "401"], ["Method not allowed", "405"], ["Over the limit", "429"]] as const) {
    await expect(checks.getByRole("listitem").filter({ hasText: name })).toContainText(status);
  }
  await expect(checks.getByText("Passed")).toHaveCount(6);
});

test("every step of the wizard is accessible and fits", async ({ page, unique }) => {
  test.slow();
  await page.goto("onboard");
  const seen = async () => {
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  await seen();
  await page.getByRole("textbox", { name: "Partner name" }).fill(unique("seen"));
  for (const shown of ["Token settings", "Rate limit policy", "Authorized emails", "Review"]) {
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText(shown, { exact: true }).first()).toBeVisible();
    await seen();
  }
});

test("the whole onboarding works by the keyboard alone", async ({ page, unique }) => {
  const partner = unique("keys");
  await page.goto("");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await press("o");
  await expect(page.getByRole("textbox", { name: "Partner name" })).toBeFocused();
  await page.keyboard.type(partner);
  await press("Enter");
  await expect(page.getByRole("radio", { name: "Generate", exact: true })).toBeFocused();
  await press("Enter");
  const shipments = page.getByRole("checkbox", { name: "shipments" });
  await expect(page.getByRole("checkbox", { disabled: false }).first()).toBeFocused(); // what is not published cannot be chosen
  for (let i = 0; i < 20 && !(await shipments.evaluate((e) => e === document.activeElement)); i++) await press("Tab");
  await press("Space");
  await expect(shipments).toBeChecked();
  for (let i = 0; i < 5 && !(await page.getByRole("radio").evaluateAll((all) => all.some((e) => e === document.activeElement))); i++) await press("Tab");
  await press("Enter");
  await expect(page.getByRole("combobox", { name: "Authorized emails" })).toBeFocused();
  await page.keyboard.type("dev@acme.example");
  await press("Enter", "Enter");
  await expect(page.getByRole("button", { name: "Create" })).toBeFocused();
  await press("Enter");
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const copy = page.getByRole("button", { name: "Copy sheet" });
  for (let i = 0; i < 40 && !(await copy.evaluate((e) => e === document.activeElement)); i++) await press("Tab");
  await press("Enter");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(`Profile ID: ${partner}-standard`);
});

test("a draft is kept on the server and goes on after a reload", async ({ page, unique, api }) => {
  const partner = unique("later");
  await begin(page, partner);
  await expect(page).toHaveURL(/draft=od_/);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await expect(page.getByRole("button", { name: "Continue" })).toBeVisible();
  await page.goto("");
  await page.getByRole("link", { name: partner, exact: true }).click();
  await expect(page.getByText(`Client partner-${partner}`)).toBeVisible();
  await finish(page);
  const { items } = (await api.get("/onboarding-drafts")) as { items: { name: string }[] };
  expect(items.map((d) => d.name)).not.toContain(partner);
});

test("a name that is taken is said while it is typed", async ({ page }) => {
  await page.goto("onboard");
  await page.getByRole("textbox", { name: "Client", exact: true }).fill("partner-acme-corp");
  await expect(page.getByText("A client of this name exists.")).toBeVisible();
});

test("a name that another took meanwhile leads back to its field, the rest is kept", async ({ page, api, unique }) => {
  const partner = unique("raced");
  await begin(page, partner);
  await toReview(page);
  await api.post("/clients", { name: `partner-${partner}` });
  await page.getByRole("button", { name: "Create" }).click();
  const name = page.getByRole("textbox", { name: "Client", exact: true });
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill(`partner-${partner}-two`);
  for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("shipments").first()).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
});

test("Create pressed twice, and again after a lost connection, creates once", async ({ page, unique, api, guard }) => {
  guard.allow(/ERR_FAILED|Failed to load resource/);
  const partner = unique("once");
  await begin(page, partner);
  await toReview(page);
  // The server creates; its answer never arrives.
  await page.route(/\/onboardings(\?draft|$)/, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByRole("button", { name: "Create" }).dblclick();
  await expect(page.getByText("The server cannot be reached")).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Shown before and not again.")).toBeVisible();
  const { items } = (await api.get(`/clients?q=partner-${partner}`)) as { items: unknown[] };
  expect(items).toHaveLength(1);
});

test("a browser closed at Create shows the result when it is opened again", async ({ page, context, unique, guard }) => {
  guard.allow(/ERR_FAILED|Failed to load resource/);
  const partner = unique("closed");
  await begin(page, partner);
  await toReview(page);
  await expect(page).toHaveURL(/draft=od_/);
  const address = page.url();
  await page.route(/\/onboardings\?draft/, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("The server cannot be reached")).toBeVisible();
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await expect(again.getByText(/^Verified in/)).toBeVisible();
  await expect(again).toHaveURL(/client=cl_/);
  await expect(again.getByText(`${partner}-standard`, { exact: true }).first()).toBeVisible();
  await expect(again.getByText("Shown before and not again.")).toBeVisible();
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("is told why they cannot onboard", async ({ page }) => {
    await page.goto("onboard");
    await expect(page.getByText("Your role is viewer. An admin or editor can do this.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Continue" })).toHaveCount(0);
  });
});
