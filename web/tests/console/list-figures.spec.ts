import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

const cell = async (page: Page, name: string, column: string) => {
  await expect(page.getByRole("columnheader", { name: column })).toBeVisible();
  const at = await page.getByRole("columnheader").evaluateAll((all, title) => all.findIndex((c) => c.textContent?.trim() === title), column);
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) }).getByRole("cell").nth(at);
};

test("lists show the calls, errors and 429s of the last day, which come in without moving anything", async ({ page, api, gatehouse, unique }) => {
  test.slow(); // accessibility is checked on three pages
  const name = unique("counted");
  const made = await api.post("/onboardings", {
    client: { name },
    profile: { name: `${name}-standard`, auth: { type: "token" }, token: { generate: true } },
    collections: ["shipments"],
    policies: [{ name: `${name}-tight`, rate: { requests: 2, window: "1h" } }],
  });
  const headers = { "X-Client-ID": made.client.id, "X-Profile-ID": made.profile.name, Authorization: `Bearer ${made.token.secret}` };
  for (const status of [200, 200, 429]) expect((await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers })).status).toBe(status);

  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(/request-logs\/calls/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`clients?q=${name}`);
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  const places = () => page.getByRole("table").getByRole("columnheader").or(page.getByRole("cell")).evaluateAll((all) => all.map((c) => JSON.stringify(c.getBoundingClientRect())));
  const before = await places();
  answer();
  await expect(await cell(page, name, "Calls 24 h")).toHaveText("3");
  await expect(await cell(page, name, "Errors")).toHaveText("1");
  expect(await places()).toEqual(before);
  await expectAccessible(page);
  await page.goto("clients");
  await expect(await cell(page, name, "Calls 24 h")).toHaveText("3");
  await picture(page, "clients-calls");
  await expectFits(page);

  await page.goto("policies");
  await expect(await cell(page, `${name}-tight`, "429s in 24 h")).toHaveText("1");
  await picture(page, "policies-429s");
  await expectAccessible(page);
  await page.goto("collections");
  await expect(await cell(page, "shipments", "Calls 24 h")).toHaveText(/[1-9]/);
  await picture(page, "collections-calls");
  await expectAccessible(page);
  await (await cell(page, "shipments", "Calls 24 h")).getByRole("link").click();
  await expect(page.getByText("Collection = shipments")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "/shipments/track/12345" }).first()).toBeVisible();
});

test("lists show how far clients have come, which token a profile is called with, and what has how many clients", async ({ page, api, gatehouse, unique }) => {
  test.slow(); // accessibility is checked on two pages
  const name = unique("standing");
  const made = await api.post("/onboardings", {
    client: { name },
    profile: { name: `${name}-standard`, auth: { type: "token" }, token: { generate: true } },
    collections: ["shipments"],
    policies: [{ name: `${name}-tight`, rate: { requests: 200, window: "1h" } }],
  });
  await page.goto(`clients?q=${name}`);
  await expect(await cell(page, name, "Last seen")).toHaveText("never");
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("checkbox", { name: "Onboarding" }).check();
  await page.keyboard.press("Escape");
  const onboarding = await cell(page, name, "Onboarding");
  await expect(onboarding).toHaveText("3 of 5");
  await onboarding.getByText("3 of 5").hover();
  await expect(page.getByText("Still open: portal access, a first call")).toBeVisible();
  await picture(page, "clients-onboarding");
  await expectAccessible(page);
  await expectFits(page);

  const headers = { "X-Client-ID": made.client.id, "X-Profile-ID": made.profile.name, Authorization: `Bearer ${made.token.secret}` };
  expect((await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers })).status).toBe(200);
  await api.put(`/clients/${made.client.id}/portal-access`, { emails: ["dev@acme.example"] });
  await expect(async () => {
    await page.reload();
    await expect(await cell(page, name, "Onboarding")).toHaveText("Complete", { timeout: 2_000 });
  }).toPass({ timeout: 90_000 }); // counts are shared for a while
  await expect(await cell(page, name, "Last seen")).toHaveText(/ago|just now|last 24 h/);

  await page.goto(`profiles?q=${name}`);
  await expect(await cell(page, `${name}-standard`, "Token")).toHaveText(`${made.token.prefix}…`);
  await expect(async () => {
    await page.reload();
    await expect(await cell(page, `${name}-standard`, "Last used")).toHaveText(/ago|just now/, { timeout: 2_000 });
  }).toPass({ timeout: 90_000 }); // uses are kept about once a minute
  await picture(page, "profiles-token");
  await expectAccessible(page);
  await page.goto(`policies?q=${name}`);
  await page.getByRole("link", { name: `1 client of ${name}-tight` }).click();
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  await page.goto("collections");
  await expect(await cell(page, "shipments", "Upstream")).toHaveText(/OK|Failing/);
});

test("a list stays when its figures cannot be read", async ({ page, guard }) => {
  guard.allow(/answer 500/);
  await page.route(/request-logs\/calls/, (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: "{}" }));
  await page.goto("clients?q=partner-acme-corp");
  await expect(await cell(page, "partner-acme-corp", "Calls 24 h")).toHaveText("–");
  await expect(page.getByRole("link", { name: "partner-acme-corp", exact: true })).toBeVisible();
});

test("a client that calls without a token was seen in the last day", async ({ page, api, gatehouse, unique }) => {
  const name = unique("tokenless");
  const made = await api.post("/onboardings", { client: { name }, profile: { name: `${name}-open`, auth: { type: "none" } }, collections: ["shipments"], policies: ["standard-partner-200rpm"] });
  const headers = { "X-Client-ID": made.client.id, "X-Profile-ID": made.profile.name };
  expect((await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers })).status).toBe(200);
  await expect(async () => {
    await page.goto(`clients?q=${name}`);
    await expect(await cell(page, name, "Last seen")).toHaveText("last 24 h", { timeout: 2_000 });
  }).toPass({ timeout: 60_000 }); // counts are shared for a while
  await page.goto(`profiles?q=${name}`);
  await expect(await cell(page, `${name}-open`, "Last used")).toHaveText("–");
});
