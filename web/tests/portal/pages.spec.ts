import { codeIn, expect, expectAccessible, expectFits, type Page, partner, picture, test } from "./fixtures";

const pages: { path: string; name: string; heading: string | RegExp }[] = [
  { path: "", name: "home", heading: /^Hello partner-acme-corp/ },
  { path: "collections", name: "collections", heading: "Collections" },
  { path: "collections/shipments", name: "collection", heading: "Shipments" },
  { path: "requests", name: "requests", heading: "Requests" },
  { path: "usage", name: "usage", heading: "Usage" },
  { path: "credentials", name: "credentials", heading: "Credentials" },
  { path: "account", name: "account", heading: "Account" },
];

for (const { path, name, heading } of pages) {
  test(`${name}: readable, accessible in both themes, as wide as a phone`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await expectAccessible(page);
    await picture(page, `portal-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
    await page.setViewportSize({ width: 3840, height: 2160 });
    await expectFits(page);
  });
}

async function operation(page: Page, name: string): Promise<void> {
  await page.goto("collections/shipments");
  await page.getByRole("main").getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

test("an operation: documentation beside the console, sent by the keyboard, kept in the history", async ({ page }) => {
  await operation(page, "Track a shipment");
  await expect(page.getByText("X-Client-ID", { exact: true }).first()).toBeVisible();
  await page.getByLabel("trackingNumber").press("Control+Enter");
  const answer = page.getByRole("region", { name: "Answer", exact: true });
  await expect(answer.getByRole("status")).toContainText("200");
  await expectAccessible(page);
  await picture(page, "portal-operation");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.getByRole("heading", { name: "Try it" }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("button", { name: "Send" })).toBeInViewport();
  await page.setViewportSize({ width: 1440, height: 900 });
  await answer.getByRole("tab", { name: "Headers" }).click();
  await expect(answer.getByText("X-Request-ID", { exact: false }).first()).toBeVisible();
  await page.getByLabel("trackingNumber").fill("77777");
  await page.getByRole("button", { name: /Bring back GET/ }).click();
  await expect(page.getByLabel("trackingNumber")).toHaveValue("12345");
  await page.getByLabel("trackingNumber").fill("");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Needed for this call")).toBeVisible();
});

test("a body is checked while it is typed, reset and sent", async ({ page }) => {
  await operation(page, "Create a shipment");
  const body = page.getByRole("textbox", { name: "Body" });
  await expect(page.getByText("Fits the documentation.")).toBeVisible();
  await body.fill('{"reference": 7}');
  await expect(page.getByRole("list", { name: "Findings in the body" })).toContainText("must be a string");
  await expectAccessible(page);
  await picture(page, "portal-body");
  await page.getByRole("button", { name: "Reset body" }).click();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("region", { name: "Answer", exact: true }).getByRole("status")).toContainText("201");
});

test("a refusal explains itself; a token that was typed is kept nowhere", async ({ page }) => {
  await operation(page, "Track a shipment");
  await page.getByRole("button", { name: "Test your own token" }).click();
  const secret = "ght_not-a-real-token-000000000000000000000000000";
  await page.getByLabel("Your token").fill(secret);
  await page.getByRole("button", { name: "Send" }).click();
  const answer = page.getByRole("region", { name: "Answer", exact: true });
  await expect(answer.getByRole("tab", { name: "Why", selected: true })).toBeVisible();
  await expect(answer.getByRole("list", { name: "What was checked" }).getByRole("img", { name: "failed" })).toHaveCount(1);
  await expectAccessible(page);
  await picture(page, "portal-refused");
  await page.getByRole("button", { name: "Use the try-it token" }).click();
  await page.getByRole("button", { name: "Show the token for 30 s" }).click();
  await expect(page.getByText(/^ghp_/)).toBeVisible();
  await page.getByRole("button", { name: "Copy link to this call" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  for (const text of [link, kept]) {
    expect(text).not.toContain("ghp_");
    expect(text).not.toContain(secret);
  }
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByLabel("trackingNumber")).toHaveValue("12345");
});

test("a collection that is not assigned is like one that does not exist", async ({ page, api, gatehouse, baseURL }) => {
  const ask = async (name: string) => {
    const answer = await page.request.get(`${baseURL}portal/api/collections/${name}`);
    return { status: answer.status(), body: (await answer.text()).replace(/req_\w+/g, "").replaceAll(name, "") };
  };
  const { items } = await api.get<{ items: { id: string; name: string }[] }>("/collections");
  const orders = items.find((c) => c.name === "orders")!;
  await api.delete(`/collections/${orders.id}/clients/${gatehouse.client_id}`);
  try {
    await expect.poll(async () => (await ask("orders")).status).toBe(404);
    expect(await ask("orders")).toEqual(await ask("nothing-like-it"));
    await page.goto("collections/orders");
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
    await page.goto("");
    await expect(page.getByRole("heading", { name: /^Hello/ })).toBeVisible();
    await expect(page.getByText("Orders")).toHaveCount(0);
  } finally {
    await api.put(`/collections/${orders.id}/clients/${gatehouse.client_id}`);
  }
});

test("search finds an operation, by keyboard alone", async ({ page }) => {
  await page.goto("");
  await expect(page.getByRole("heading", { name: /^Hello/ })).toBeVisible();
  await page.keyboard.press("Control+k");
  const box = page.getByRole("textbox", { name: "Search" });
  await box.fill("track a shipment");
  await expect(page.getByRole("button", { name: /Track a shipment/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Track a shipment", level: 1 })).toBeVisible();
});

test.describe("nobody signed in", () => {
  test.use({ signedIn: false });
  test("an email, a wrong code, the right one, and back to where it began", async ({ page, mail }) => {
    await page.goto("usage");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
    await picture(page, "portal-sign-in");
    await page.getByLabel("Email").fill(partner);
    await page.getByRole("button", { name: "Mail me a link" }).click();
    await expect(page.getByText(/is authorised, a link and a code are on their way/)).toBeVisible();
    const { text } = await mail(partner, "portal_sign_in");
    await page.getByLabel("Code from the mail").fill(codeIn(text) === "000000" ? "000001" : "000000");
    await expect(page.getByText(/left/).first()).toBeVisible();
    await expectAccessible(page);
    await picture(page, "portal-code");
    await page.getByLabel("Code from the mail").fill(codeIn(text));
    await expect(page.getByRole("heading", { name: "Usage", level: 1 })).toBeVisible();
  });
});
