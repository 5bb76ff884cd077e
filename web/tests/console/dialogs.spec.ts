// Every dialog and sheet that other tests do not look at: no accessibility
// finding in either theme, and nothing wider than a phone.
import { type Api, expect, expectAccessible, expectFits, type Page, test } from "../fixtures";

interface Things {
  api: Api;
  client: string;
  profile: string;
  policy: string;
  collection: string;
}

const more = async (page: Page, item: string) => {
  await page.getByRole("button", { name: "More actions" }).first().click();
  await page.getByRole("menuitem", { name: item }).click();
};
const press = (name: string) => (page: Page) => page.getByRole("button", { name }).first().click();

const dialogs: [title: RegExp, path: (t: Things) => string, open: (page: Page, t: Things) => Promise<void>][] = [
  [/Delete client/, (t) => `clients/${t.client}`, (page) => more(page, "Delete…")],
  [/Delete profile/, (t) => `profiles/${t.profile}`, (page) => more(page, "Delete…")],
  [/Revoke/, (t) => `profiles/${t.profile}`, (page) => page.getByRole("button", { name: /Revoke/ }).first().click()],
  [/Delete policy/, (t) => `policies/${t.policy}`, (page) => more(page, "Delete…")],
  [/Delete policy/, () => "policies/standard-partner-200rpm", (page) => more(page, "Delete…")],
  [/New collection/, () => "collections?new=blank", async () => {}],
  [/New endpoint/, (t) => `collections/${t.collection}/endpoints?endpoint=new`, async () => {}],
  [/Unpublish/, () => "collections/orders", (page) => more(page, "Unpublish…")],
  [/Delete collection/, (t) => `collections/${t.collection}`, (page) => more(page, "Delete")],
  [/Publish/, (t) => `collections/${t.collection}`, press("Publish")],
  [/Revision 1 against/, () => "collections/orders/revisions", press("Compare")],
  [/Remove access/, () => "collections/orders/access", press("Remove access")],
  [/Disable 1 client/, (t) => `clients?q=${t.client}`, async (page) => {
    await page.getByRole("checkbox", { name: /^Select partner|^Select dialog/ }).first().check();
    await page.getByRole("button", { name: "Disable" }).click();
  }],
  [/Leave without saving/, (t) => `collections/${t.collection}/docs`, async (page) => {
    await page.getByRole("textbox", { name: "Title" }).fill("Changed");
    await page.getByRole("tab", { name: "Access" }).click();
  }],
  [/Your session has ended/, () => "clients?new=1", async (page) => {
    await page.getByRole("textbox", { name: "Name" }).fill("whoever");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Save" }).click();
  }],
  [/Keys/, () => "account", async (page) => {
    await page.getByRole("heading", { name: "Account" }).focus();
    await page.keyboard.press("?");
  }],
];

for (const [i, [title, path, open]] of dialogs.entries()) {
  test(`dialog ${i + 1}, ${title.source}, is accessible and fits`, async ({ page, api, unique }) => {
    const name = unique("dialog");
    const client = await api.post("/clients", { name });
    const profile = await api.post("/profiles", { name: "main", client_id: client.id, auth: { type: "token" }, token: { generate: true } });
    const policy = await api.post("/policies", { name, rate: { requests: 5, window: "1m" } });
    const collection = await api.post("/collections", { name, base_path: `/${name}`, upstream: { targets: [{ url: "http://127.0.0.1:9" }] }, endpoints: [{ method: "GET", path: "/" }] });
    const things = { api, client: client.id, profile: profile.id, policy: policy.id, collection: collection.id };
    await page.goto(path(things));
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
    await open(page, things);
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
  });
}
