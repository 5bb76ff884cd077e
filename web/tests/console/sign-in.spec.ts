import { expect, expectAccessible, expectFits, test } from "../fixtures";

test("an admin sees the list of clients", async ({ page }) => {
  await page.goto("clients");
  await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "partner-acme-corp" })).toBeVisible();
  await expectFits(page);
  await expectAccessible(page);
});

test.describe("nobody signed in", () => {
  test.use({ role: null });
  test("is asked to sign in and comes back", async ({ page, gatehouse }) => {
    await page.goto("clients");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("Email").fill(gatehouse.admin_email);
    await page.getByLabel(/^Password/).fill(gatehouse.admin_password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
  });
});
