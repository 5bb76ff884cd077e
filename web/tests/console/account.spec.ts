import { expect, expectAccessible, password, picture, test } from "../fixtures";
import { startEmpty } from "../gatehouse";

test.use({ role: null });

test("an invited user chooses a password, changes it and ends another session", async ({ page, api, browser, unique }) => {
  const email = `${unique("invited")}@example.com`;
  const { invitation } = await api.post("/users", { email, role: "editor", name: "Ida" });
  const { search } = new URL(invitation.url);
  await page.goto(`setup${search}`);
  await expect(page.getByLabel("Email")).toHaveValue(email);
  await expectAccessible(page);
  await picture(page, "invitation");
  await page.getByLabel(/^Password/).fill("too short");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await page.getByLabel(/^Password/).fill(password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("button", { name: "Account of Ida" })).toBeVisible();
  expect(page.url()).not.toContain("ghi_");

  const elsewhere = await browser.newContext();
  const base = new URL(page.url()).origin;
  expect((await elsewhere.request.post(`${base}/api/v1/sessions`, { data: { email, password } })).status()).toBe(201);
  await page.goto("account");
  await page.getByRole("button", { name: /End session/ }).click();
  await expect(page.getByRole("button", { name: /End session/ })).toHaveCount(0);
  expect((await elsewhere.request.get(`${base}/api/v1/me`)).status()).toBe(401);
  await elsewhere.close();

  await page.getByLabel("Current password").fill("wrong password of mine");
  await page.getByLabel("New password").fill(`${password} 2`);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").or(page.locator('[aria-invalid="true"]')).first()).toBeVisible();
  await page.getByLabel("Current password").fill(password);
  await page.getByLabel("New password").fill(`${password} 2`);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed.")).toBeVisible();
});

test("a spent invitation says so", async ({ page }) => {
  await page.goto("setup?invitation=ghi_nothing");
  await expect(page.getByText("Whoever invited you can send another.")).toBeVisible();
  await expectAccessible(page);
});

test("a wrong password is refused and cleared, the email stays", async ({ page, gatehouse }) => {
  await page.goto("login");
  await page.getByLabel("Email").fill(gatehouse.admin_email);
  await page.getByLabel(/^Password/).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
  await expect(page.getByLabel(/^Password/)).toHaveValue("");
  await expect(page.getByLabel("Email")).toHaveValue(gatehouse.admin_email);
  await expectAccessible(page);
  await picture(page, "sign-in");
});

test("the set-up link makes the first admin", async ({ page, guard }) => {
  const empty = await startEmpty();
  guard.allow(/outside request/); // another Gatehouse than the worker's
  try {
    await page.goto(empty.said.setup_url);
    await expectAccessible(page);
    await picture(page, "set-up");
    await page.getByLabel("Email").fill("admin@example.com");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Create the first admin" }).click();
    await expect(page.getByRole("button", { name: "Account of Ada" })).toBeVisible();
    await page.goto(empty.said.setup_url);
    await expect(page.getByRole("heading", { name: "Already set up" })).toBeVisible();
  } finally {
    await empty.stop();
  }
});
