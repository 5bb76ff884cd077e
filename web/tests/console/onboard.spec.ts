import { expect, expectAccessible, expectFits, type Page, picture, test } from "../fixtures";

/** Clicks and fills as a person makes them, counted. */
function hands(page: Page) {
  let count = 0;
  return {
    click: async (role: "link" | "button" | "checkbox" | "radio", name: string) => {
      count++;
      await page.getByRole(role, { name }).first().click();
    },
    fill: async (role: "textbox" | "combobox", name: string, value: string) => {
      count++;
      await page.getByRole(role, { name }).fill(value);
    },
    count: () => count,
  };
}

test("a partner is onboarded and verified in at most twelve interactions", async ({ page, unique }) => {
  const partner = unique("quick");
  await page.goto("");
  const { click, fill, count } = hands(page);
  await click("link", "Onboard a partner");
  await fill("textbox", "Partner name", partner);
  await expect(page.getByRole("textbox", { name: "Profile ID" })).toHaveValue(`${partner}-standard`);
  await expectAccessible(page);
  await picture(page, "onboard-1-partner");
  await click("button", "Continue");
  await picture(page, "onboard-2-credentials");
  await click("button", "Continue");
  await click("checkbox", "shipments");
  await click("radio", "standard-partner-200rpm");
  await expectAccessible(page);
  await click("button", "Continue");
  await fill("combobox", "Authorized emails", "dev@acme.example");
  await click("button", "Continue");
  await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();
  await click("button", "Create");
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
  expect(count()).toBeLessThanOrEqual(12);
  await expect(page.getByRole("list", { name: "Checks" }).getByText("200", { exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: "Checks" }).getByText("429", { exact: true })).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
  await picture(page, "onboard-5-handed-over");
});

test("the sheet works as it is handed over, and the first call is seen", async ({ page, unique, api, gatehouse, request }) => {
  const partner = unique("sheet");
  await begin(page, partner);
  await finish(page);
  await page.getByRole("button", { name: "Copy Bearer token" }).click();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expect(token).toMatch(/^ght_/);
  // Masked until it is asked for, and nowhere in the browser's storage.
  expect(await page.locator("body").innerText()).not.toContain(token);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }) + location.href + document.title)).not.toContain(token);
  const client = (await api.get(`/clients/partner-${partner}`)) as { id: string };
  const call = `${gatehouse.gateway_url}/shipments/track/12345`;
  await request.get(call, { headers: { "X-Client-ID": client.id } });
  const waiting = page.getByRole("region", { name: "First call" });
  await expect(waiting.getByText(`Tell them: Send X-Profile-ID: ${partner}-standard.`)).toBeVisible();
  const answer = await request.get(call, { headers: { "X-Client-ID": client.id, "X-Profile-ID": `${partner}-standard`, Authorization: `Bearer ${token}` } });
  expect(answer.status()).toBe(200);
  await expect(waiting.getByText("First call received")).toBeVisible();
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

test("Create pressed again after a lost connection creates once", async ({ page, unique, api, guard }) => {
  guard.allow(/ERR_FAILED|Failed to load resource/);
  const partner = unique("once");
  await begin(page, partner);
  await toReview(page);
  // The server creates; its answer never arrives.
  await page.route(/\/onboardings(\?draft|$)/, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("The server cannot be reached")).toBeVisible();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Shown before and not again.")).toBeVisible();
  const { items } = (await api.get(`/clients?q=partner-${partner}`)) as { items: unknown[] };
  expect(items).toHaveLength(1);
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("is told why they cannot onboard", async ({ page }) => {
    await page.goto("onboard");
    await expect(page.getByText("Your role is viewer. An admin or editor can do this.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Continue" })).toHaveCount(0);
  });
});

async function begin(page: Page, partner: string) {
  await page.goto("onboard");
  await page.getByRole("textbox", { name: "Partner name" }).fill(partner);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** From the credentials on, with Enter as far as it goes. */
async function toReview(page: Page) {
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("checkbox", { name: "shipments" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function finish(page: Page) {
  await toReview(page);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
}
