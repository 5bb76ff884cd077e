import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

const pages = [
  ["", "Overview"],
  ["settings/users", "Settings"],
  ["settings/api-keys", "Settings"],
  ["settings/general", "Settings"],
  ["settings/gateway", "Settings"],
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
    for (const width of [390, 800]) {
      await page.setViewportSize({ width, height: 844 });
      await expectFits(page);
    }
  });
}
