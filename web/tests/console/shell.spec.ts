import { expect, expectAccessible, expectFits, test } from "../fixtures";

test("the palette finds objects, pages and actions, and begins with what was opened lately", async ({ page }) => {
  await page.goto("policies");
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
  const palette = page.getByRole("dialog");
  const open = async (text: string) => {
    await expect(palette).toHaveCount(0); // the keys would close it
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Search or jump to" }).fill(text);
  };
  await open("acme-corp");
  await expect(palette.getByRole("button", { name: /^partner-acme-corp/ }).first()).toBeVisible();
  await expectAccessible(page);
  await palette.getByRole("button", { name: /^partner-acme-corp/ }).first().click();
  await expect(page.getByRole("heading", { name: "partner-acme-corp", level: 1 })).toBeVisible();
  await open("203.0.113.9");
  await palette.getByText("Requests from this address").click();
  await expect(page).toHaveURL(/logs\/requests\?q=ip/);
  await open("");
  await expect(palette.getByRole("button", { name: /^partner-acme-corp/ })).toBeVisible(); // what was opened lately
  await palette.getByRole("textbox").fill("new cl");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New client" })).toBeVisible();
});

test("single keys go to pages, begin and filter, and can be switched off", async ({ page }) => {
  await page.goto("policies");
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
  await page.keyboard.press("f");
  await page.keyboard.type("goo");
  await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "New client" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toBeVisible();
  await expectAccessible(page);
  await keys.getByRole("switch").click();
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
  await page.keyboard.press("o");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Clients", level: 1 })).toBeVisible();
});

test("a session that ends asks for the password over the page and loses nothing", async ({ page, api, unique }) => {
  const email = `${unique("ending")}@example.com`;
  const password = "correct horse battery staple";
  await api.post("/users", { email, role: "editor", password });
  await page.context().clearCookies();
  await page.goto("onboard");
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const partner = unique("kept");
  await page.getByRole("textbox", { name: "Partner name" }).fill(partner);
  expect((await page.request.delete("api/v1/sessions/current")).status()).toBe(204);
  await page.getByRole("button", { name: "Continue" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel(/^Password/).fill(password);
  await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(`Client partner-${partner}`)).toBeVisible();
});

test("the sidebar is a drawer on narrow screens and icons on medium ones", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("policies");
  await page.getByRole("button", { name: "Open navigation" }).click();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Audit Logs" }).click();
  await expect(page.getByRole("heading", { name: "Audit Logs", level: 1 })).toBeVisible();
  await page.setViewportSize({ width: 900, height: 800 });
  const link = page.getByRole("link", { name: "Policies" });
  expect((await link.boundingBox())!.width).toBeLessThan(60);
  await expectFits(page);
  await link.click();
  await expect(page.getByRole("heading", { name: "Policies", level: 1 })).toBeVisible();
});

test("the shell's own styles hold over the library's, on whichever page a visit begins", async ({ page }) => {
  for (const path of ["", "clients", "settings/about"]) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: "Search or jump to" })).toHaveCSS("border-top-width", "1px");
    await expect(page.getByRole("button", { name: /^Account of/ })).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
  }
});
