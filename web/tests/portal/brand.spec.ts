import { expect, expectAccessible, picture, test } from "./fixtures";

test("the portal wears the operator's name, logo and colour, and stays readable", async ({ page, api, guard }) => {
  const before = await api.get<{ branding: object; support: object }>("/settings");
  const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32" width="64" height="32"><rect width="64" height="32" rx="6" fill="#c2185b"/></svg>`;
  guard.allow(/^outside request: https:\/\/cdn\.example\/logo\.svg$/); // the one picture that the policy admits
  await page.route("https://cdn.example/**", (route) => route.fulfill({ contentType: "image/svg+xml", body: logo }));
  await api.patch("/settings", { branding: { name: "Northwind Freight", logo_url: "https://cdn.example/logo.svg", accent_color: "#ffeb3b" }, support: { email: "help@northwind.example" } });
  try {
    const answer = await page.goto("");
    expect(answer!.headers()["content-security-policy"]).toContain("img-src 'self' https://cdn.example;");
    await expect(page).toHaveTitle(/Northwind Freight/);
    const picture1 = page.locator("img.brand-logo").first();
    await expect(picture1).toBeVisible();
    expect(await picture1.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
    await expect(page.getByRole("link", { name: "help@northwind.example" })).toBeVisible();
    await expect(page.locator("body")).not.toContainText("Gatehouse");
    await expectAccessible(page); // a pale yellow is darkened until it can be read
    await picture(page, "portal-branded");
  } finally {
    await api.patch("/settings", { branding: before.branding, support: before.support });
  }
});
