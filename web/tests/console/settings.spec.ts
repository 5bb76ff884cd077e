import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

const pages = [
  ["", "Overview"],
  ["settings/users", "Settings"],
  ["settings/api-keys", "Settings"],
  ["settings/general", "Settings"],
  ["settings/email", "Settings"],
  ["settings/about", "Settings"],
  ["outbox", "Outbox"],
] as const;

for (const [path, heading] of pages) {
  test(`/${path} is accessible and fits`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    await expectAccessible(page);
    await picture(page, path.replace("/", "-") || "overview");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
  });
}

test("a user is invited by a link that is shown once and waits in the Outbox", async ({ page, unique }) => {
  const email = `${unique("dana")}@example.com`;
  await page.goto("settings/users");
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("[data-secret]")).toContainText("/invitation");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Users" })).toContainText(email);
  await page.goto(`outbox?q=${email}`);
  await page.getByRole("table", { name: "Mails" }).getByRole("button").first().click();
  await expect(page.getByRole("dialog", { name: "Mail" })).toContainText(email);
  await expectAccessible(page);
});

test("an API key is shown once and can be revoked", async ({ page, unique }) => {
  const name = unique("pipeline");
  await page.goto("settings/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Copy the API key now")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("button", { name: "Delete API key" }).click();
  await expect(page.getByRole("row", { name: new RegExp(name) })).toContainText("Revoked");
});

test("the palette finds a client and the keys go to pages", async ({ page }) => {
  await page.goto("policies");
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page.getByRole("heading", { name: "Request Logs", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or jump to" }).fill("acme-corp");
  await page.getByRole("dialog").getByText("partner-acme-corp").first().click();
  await expect(page.getByRole("heading", { name: "partner-acme-corp", level: 1 })).toBeVisible();
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
