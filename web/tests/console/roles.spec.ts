import { expect, expectAccessible, test } from "../fixtures";

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("reads partners and is told why nothing can be changed", async ({ page, gatehouse }) => {
    await page.goto("clients");
    const create = page.getByRole("button", { name: "New client" });
    await expect(create).toHaveAttribute("aria-disabled", "true");
    await create.hover();
    await expect(page.getByText("Your role is viewer. An admin or editor can do this.")).toBeVisible();
    await create.click({ force: true });
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.goto(`clients/${gatehouse.client_id}/policies`);
    await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByRole("button", { name: /Detach/ })).toHaveCount(0);
    await expectAccessible(page);
  });
});

test.describe("an auditor", () => {
  test.use({ role: "auditor" });
  test("sees the logs only", async ({ page }) => {
    await page.goto("account");
    await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
    const nav = page.getByRole("navigation", { name: "Main" });
    await expect(nav.getByRole("link", { name: "Audit Logs" })).toBeVisible();
    await expect(nav.getByRole("link", { name: "Clients", exact: true })).toHaveCount(0);
    for (const name of ["Settings", "Access requests"]) await expect(nav.getByRole("link", { name })).toHaveCount(0);
    await expect(nav.getByRole("link", { name: "Developer portal" })).toHaveAttribute("target", "_blank");
  });
});
