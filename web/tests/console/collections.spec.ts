import { expect, expectAccessible, expectFits, type Page, picture, test } from "../fixtures";

const target = "http://127.0.0.1:9/v1"; // nothing answers there

async function make(api: { post: <T>(path: string, body: unknown) => Promise<T> }, name: string, more: object = {}) {
  return api.post<{ id: string; name: string; version: number }>("/collections", { name, base_path: `/${name}`, upstream: { targets: [{ url: target }] }, endpoints: [{ method: "GET", path: "/items/{id}" }], ...more });
}

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

test("a blank collection is created, given an endpoint, published and called", async ({ page, unique, gatehouse }) => {
  const name = unique("parcels");
  await page.goto("collections");
  await page.getByRole("button", { name: "New collection" }).click();
  await page.getByText("Blank", { exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await expect(page.getByRole("textbox", { name: "Base path" })).toHaveValue(`/${name}`);
  await page.getByRole("textbox", { name: "Upstream URL" }).fill(target);
  await page.getByRole("button", { name: "Save" }).dblclick();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Add endpoint" }).first().click();
  await page.getByRole("textbox", { name: "Path", exact: true }).fill("/items/{id}");
  await page.getByRole("textbox", { name: "id", exact: true }).fill("42");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "/items/{id}")).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Published, revision 1")).toBeVisible();
  const answer = await fetch(`${gatehouse.gateway_url}/${name}/items/42`, { headers: { "X-Client-ID": gatehouse.client_id, "X-Profile-ID": gatehouse.profile_id, Authorization: `Bearer ${gatehouse.token}` } });
  expect(await answer.json()).toMatchObject({ status: 403, code: "collection_not_assigned" });
});

test("step 3 of the recipe: Access, Add client, confirm, Save", async ({ page, api, unique, gatehouse }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("access");
  const collection = await make(api, name);
  await api.post(`/collections/${collection.id}/publish`);
  await page.goto("collections");
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("tab", { name: "Access" }).click();
  await expect(page.getByRole("heading", { name: "No client can call this collection yet" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add client" }).first().click();
  await page.getByRole("combobox", { name: "Clients" }).fill("acme");
  await page.getByRole("option", { name: "partner-acme-corp" }).click();
  await expect(page.getByText("partner-acme-corp will be able to call 1 of 1 endpoint")).toBeVisible();
  await page.keyboard.press("Tab");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("1 to add; not saved yet")).toBeVisible();
  expect((await api.get(`/collections/${collection.id}/clients`)).items).toHaveLength(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`Access to ${name} saved`)).toBeVisible();
  expect((await api.get(`/collections/${collection.id}/clients`)).items[0].client.id).toBe(gatehouse.client_id);

  await page.getByRole("button", { name: "Remove access of partner-acme-corp" }).click();
  await expect(page.getByText("made no call there in the last 24 hours")).toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Will be removed")).toBeVisible();
  await page.getByRole("tab", { name: "Docs" }).click();
  await expect(page.getByText("changes on this page that are not saved")).toBeVisible();
  await page.getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "No client can call this collection yet" })).toBeVisible();
});

test("what the server refuses stands at its field, and nothing typed is lost", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("fields");
  const collection = await make(api, name);
  await page.goto("collections?new=blank");
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Upstream URL" }).fill("http://169.254.169.254");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("must not be a link-local address")).toBeVisible();
  await page.getByRole("textbox", { name: "Upstream URL" }).fill(target);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("is the base path of another collection")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Upstream URL" })).toHaveValue(target);

  await page.goto(`collections/${collection.id}/endpoints?endpoint=new`);
  await page.getByRole("textbox", { name: "Path", exact: true }).fill("/items/{id}");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("textbox", { name: "Path", exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("textbox", { name: "Path", exact: true }).fill("/other");
  await page.getByRole("textbox", { name: "Upstream path" }).fill("/v2/{unknown}");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("names a parameter that the path does not have")).toBeVisible();

  await page.goto(`collections/${collection.id}/settings`);
  await page.getByRole("button", { name: "Add target" }).click();
  await page.getByRole("textbox", { name: "Target URL 2" }).fill("http://169.254.1.1/");
  await page.getByRole("textbox", { name: "Header", exact: true }).fill("X-Client-ID");
  await page.getByRole("textbox", { name: "Value" }).fill("secret-of-the-upstream");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("must not be a link-local address")).toBeVisible();
  await expect(page.getByText("must be a header name that Gatehouse does not set itself")).toBeVisible();
  await page.getByRole("textbox", { name: "Target URL 2" }).fill("http://127.0.0.1:10");
  await page.getByRole("textbox", { name: "Header", exact: true }).fill("Authorization");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Value" })).toHaveValue("");
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain("secret-of-the-upstream");
});

test("a draft somebody else changed is not overwritten", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const collection = await make(api, unique("conflict"), { title: "Before" });
  await page.goto(`collections/${collection.id}/docs`);
  await page.getByRole("textbox", { name: "Title" }).fill("Mine");
  await api.patch(`/collections/${collection.id}`, { title: "Theirs" });
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Somebody changed this meanwhile" });
  await expect(dialog.getByRole("cell", { name: "Theirs" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect((await api.get(`/collections/${collection.id}`)).title).toBe("Mine");
});

test("the draft is compared with what is served, published, and rolled back", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const collection = await make(api, unique("rollback"), { title: "First" });
  const path = `/collections/${collection.id}`;
  await api.post(`${path}/publish`);
  await api.patch(path, { title: "Second", endpoints: [] });
  await page.goto(`collections/${collection.id}/revisions`);
  const diff = page.getByRole("table", { name: "Changed fields" });
  await expect(diff.getByRole("row", { name: /title/ })).toContainText("Second");
  await picture(page, "collection-revisions");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByRole("dialog").getByText("Partners lose what they can call now")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Published, revision 2")).toBeVisible();
  await page.getByRole("button", { name: "Roll back to revision 1" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("Published, revision 3")).toBeVisible();
  expect(await api.get(path)).toMatchObject({ title: "First", endpoints: [{ path: "/items/{id}" }], has_unpublished_changes: false });
});

test("a published collection is unpublished first, then deleted by its name", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("gone");
  const collection = await make(api, name);
  await api.post(`/collections/${collection.id}/publish`);
  await page.goto(`collections/${name}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await expect(page.getByRole("menuitem", { name: /Delete/ })).toBeDisabled();
  await page.getByRole("menuitem", { name: "Unpublish…" }).click();
  await page.getByRole("button", { name: "Unpublish" }).click();
  await expect(page.getByText("Draft", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await expect(page.getByRole("button", { name: "Delete collection" })).toBeDisabled();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("button", { name: "Delete collection" }).click();
  await expect(page.getByRole("heading", { name: "Collections", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name, exact: true })).toHaveCount(0);
});

test("every tab is accessible, fits a phone, and shows hostile text as text", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const title = "<script>alert(1)</script> مرحبا " + "x".repeat(200);
  const endpoints = [{ method: "GET", path: `/${"long-segment-".repeat(20)}`, summary: "<img src=x onerror=alert(1)> ".repeat(100), description: title }];
  const collection = await make(api, unique("hostile"), { title, description: "y".repeat(10_000), endpoints });
  for (const tab of ["overview", "endpoints", "access", "docs", "settings", "revisions"]) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`collections/${collection.id}/${tab}`);
    await expect(page.getByRole("tabpanel")).toBeVisible();
    await expectAccessible(page);
    await picture(page, `collection-${tab}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
  }
  await page.goto("collections");
  await expect(page.getByText("<script>alert(1)</script>").first()).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("reads everything and is told who can change it", async ({ page }) => {
    await page.goto("collections/shipments/access");
    const add = page.getByRole("button", { name: "Add client" });
    await expect(add).toHaveAttribute("aria-disabled", "true");
    await add.hover();
    await expect(page.getByRole("tooltip")).toContainText("Your role is viewer");
    await page.goto("collections/shipments/settings");
    await expect(page.getByRole("textbox", { name: "Base path" })).toBeDisabled();
    await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
    await expectAccessible(page);
  });
});
