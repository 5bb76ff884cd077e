import { expect, expectAccessible, test } from "../fixtures";

test("a user is invited by a link that is shown once and waits in the Outbox", async ({ page, unique }) => {
  const email = `${unique("dana")}@example.com`;
  await page.goto("settings/users");
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("[data-secret]")).toContainText("?invitation=ghi_");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Users" })).toContainText(email);
  await page.goto(`outbox?q=${email}`);
  await page.getByRole("table", { name: "Mails" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog", { name: "Mail" })).toContainText(email);
  await expectAccessible(page);
});

test("a user is edited, disabled and deleted", async ({ page, unique, api }) => {
  const email = `${unique("kim")}@example.com`;
  await api.post("/users", { email, role: "viewer", name: "Kim" });
  await page.goto(`settings/users?q=${email}`);
  const row = page.getByRole("row", { name: new RegExp(email) });
  const action = async (name: string) => {
    await row.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await action("Edit…");
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Kim Lee");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Kim Lee");
  await action("Disable");
  await expect(row).toContainText("Disabled");
  await action("Delete…");
  await expectAccessible(page);
  await page.getByLabel(`Type ${email} to confirm`).fill(email);
  await page.getByRole("button", { name: "Delete user" }).click();
  await expect(row).toHaveCount(0);
});

test("an API key is shown once and can be revoked", async ({ page, unique }) => {
  const name = unique("pipeline");
  await page.goto("settings/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Copy the API key now")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await expectAccessible(page);
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("button", { name: "Delete API key" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Revoked");
});

test("branding is stored, and an accent on which text cannot be read is pointed out while it is typed", async ({ page, api }) => {
  await page.goto("settings/general");
  const accent = page.getByRole("textbox", { name: "Accent color", exact: true });
  await accent.fill("#f5d90a");
  await expect(page.getByText(/Text on it is hard to read/)).toBeVisible();
  await expectAccessible(page);
  await accent.fill("#1a5fb4");
  await expect(page.getByText(/Text on it can be read/)).toBeVisible();
  await page.getByRole("textbox", { name: "Support email" }).fill("help@northwind.example");
  await page.getByRole("textbox", { name: "Logo" }).fill("http://plain.example/logo.svg");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Use an address that begins with https://.")).toBeVisible();
  await page.getByRole("textbox", { name: "Logo" }).fill("https://northwind.example/logo.svg");
  await page.getByRole("switch", { name: "Access requests" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await api.get("/settings")).toMatchObject({
    branding: { accent_color: "#1a5fb4", logo_url: "https://northwind.example/logo.svg" },
    support: { email: "help@northwind.example" },
  });
});

test("start settings are shown with their source, secrets never", async ({ page, gatehouse }) => {
  await page.goto("settings/gateway");
  await expect(page.getByRole("table", { name: "Surfaces" })).toContainText(gatehouse.gateway_url);
  const row = page.getByRole("row", { name: /^gateway-addr/ });
  await expect(row).toContainText(/flag|environment|file|default|demo/);
  await expect(page.getByRole("row", { name: /^master-key / })).toContainText(/not set|never shown/);
  await expect(page.locator("main").getByRole("textbox")).toHaveCount(0);
});

test("about names the version", async ({ page, api }) => {
  const about = await api.get("/about");
  await page.goto("settings/about");
  await expect(page.getByRole("heading", { name: `Gatehouse ${about.version}` })).toBeVisible();
  await page.getByText(`${about.modules.length} Go modules`).click();
  await expect(page.getByText(about.modules[0].path)).toBeVisible();
});

test.describe("an editor", () => {
  test.use({ role: "editor" });
  test("sees neither Settings nor Outbox", async ({ page }) => {
    await page.goto("");
    await expect(page.getByRole("link", { name: "Overview", exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Outbox" })).toHaveCount(0);
    await page.goto("settings");
    await expect(page.getByText("Only an admin can do this.")).toBeVisible();
  });
});
