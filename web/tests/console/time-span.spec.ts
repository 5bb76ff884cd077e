import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

test("a span of one's own is chosen in the request logs, checked, kept in the address and left again", async ({ page, gatehouse }) => {
  await fetch(`${gatehouse.gateway_url}/shipments/track/1`);
  await page.goto("logs/requests");
  await expect(page.getByRole("button", { name: /Live|Pause/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Time range" }).click();
  await page.getByRole("option", { name: "Choose a span…" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a span" });
  const from = dialog.getByLabel("From");
  const to = dialog.getByLabel("To");
  await expect(from).toBeFocused();
  await from.fill("");
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(dialog.getByText("Choose when it begins.")).toBeVisible();
  await from.fill("2026-03-01T10:00");
  await to.fill("2026-03-01T10:00");
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(dialog.getByText("It must end after it begins.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "choose-a-span");
  await to.fill("2026-03-02T10:00");
  await to.press("Enter");
  await expect(dialog).toHaveCount(0);

  // What has ended is not live, and nobody called then.
  await expect(page).toHaveURL(/from=2026-03-01.*to=2026-03-02/);
  await expect(page.getByRole("combobox", { name: "Time range" })).toHaveValue(/^Mar 1, 10:00 – Mar 2, 10:00$/);
  await expect(page.getByRole("button", { name: /Live|Pause/ })).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "/shipments/track/1" })).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await page.getByRole("combobox", { name: "Time range" }).click();
  await page.getByRole("option", { name: /Mar 1, 10:00/ }).click();
  await expect(from).toHaveValue("2026-03-01T10:00"); // the same span is changed, not begun anew
  await to.fill("");
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(page).not.toHaveURL(/to=/);
  await expect(page.getByRole("button", { name: /Live|Pause/ })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "/shipments/track/1" }).first()).toBeVisible();
  await page.getByRole("combobox", { name: "Time range" }).click();
  await page.getByRole("option", { name: "Last hour" }).click();
  await expect(page).toHaveURL(/range=1h/);
  await expect(page).not.toHaveURL(/from=/);
});

test("a span that is given up changes nothing", async ({ page }) => {
  await page.goto("logs/audit");
  await page.getByRole("combobox", { name: "Time range" }).click();
  await page.getByRole("option", { name: "Choose a span…" }).click();
  await page.getByRole("dialog").getByLabel("From").fill("2026-03-01T10:00");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).not.toHaveURL(/from=/);
  await expect(page.getByRole("combobox", { name: "Time range" })).toHaveValue("All time");
});
