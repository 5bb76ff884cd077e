import { expect, expectAccessible, test } from "../../fixtures";

test("a name that is taken is said at the field, and nothing typed is lost", async ({ page }) => {
  await page.goto("clients?new=1");
  await page.getByLabel("Name").fill("partner-acme-corp");
  await page.getByLabel("Description").fill("typed with care");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Description")).toHaveValue("typed with care");
});

test("what was typed survives a reload", async ({ page, unique }) => {
  const name = unique("kept");
  await page.goto("clients?new=1");
  await page.getByLabel("Name").fill(name);
  await page.reload();
  await expect(page.getByLabel("Name")).toHaveValue(name);
});

test("a double click, a lost answer and a 500 create one client", async ({ page, api, guard, unique }) => {
  guard.allow(/answer 500/);
  const name = unique("once");
  let answers = 0;
  await page.route("**/api/v1/clients", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    answers++;
    if (answers === 1) return route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ title: "Internal error", status: 500, code: "internal", detail: "Try again." }) });
    if (answers === 2) {
      await route.fetch(); // it was created, the answer is lost
      return route.abort();
    }
    return route.continue();
  });
  await page.goto("clients?new=1");
  await page.getByLabel("Name").fill(name);
  const save = page.getByRole("button", { name: "Save" });
  await save.click();
  await expect(page.getByText("Internal error")).toBeVisible();
  await save.click();
  await expect(page.getByText("The server cannot be reached")).toBeVisible();
  await save.dblclick();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  expect((await api.get(`/clients?q=${name}`)).items).toHaveLength(1);
});

for (const choice of ["Keep mine", "Take theirs"] as const) {
  test(`a conflict shows both versions: ${choice}`, async ({ page, api, unique }) => {
    const client = await api.post("/clients", { name: unique("shared"), description: "before" });
    await page.goto(`clients/${client.id}/overview?edit=1`);
    await page.getByLabel("Description").fill("mine");
    await api.patch(`/clients/${client.id}`, { description: "theirs" });
    await page.getByRole("button", { name: "Save" }).click();
    const versions = page.getByRole("table", { name: "Both versions" });
    await expect(versions.getByRole("row", { name: /Description/ })).toContainText("minetheirs");
    await page.getByRole("button", { name: choice }).click();
    await expect(versions).toBeHidden();
    if (choice === "Take theirs") await expect(page.getByLabel("Description")).toHaveValue("theirs");
    await expect.poll(async () => (await api.get(`/clients/${client.id}`)).description).toBe(choice === "Keep mine" ? "mine" : "theirs");
  });
}

test("a page with changes is not left without asking", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("dirty") });
  await page.goto(`clients/${client.id}/portal`);
  await page.getByRole("combobox", { name: "Authorized emails" }).fill("dev@dirty.example");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "Policies" }).click();
  await page.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByText("dev@dirty.example")).toBeVisible();
  await page.getByRole("tab", { name: "Policies" }).click();
  await page.getByRole("button", { name: "Leave" }).click();
  await expect(page.getByText("Attached policies").first()).toBeVisible();
});

test("a sheet with changes is not closed without asking", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("sheet") });
  await page.goto(`clients/${client.id}/overview?edit=1`);
  await page.getByLabel("Description").fill("typed with care");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Close without saving?" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Description")).toHaveValue("typed with care");
  await page.getByRole("dialog", { name: "Edit client" }).getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a wrong address is named and not sent", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("mail") });
  await page.goto(`clients/${client.id}/portal`);
  await page.getByRole("combobox", { name: "Authorized emails" }).fill("good@mail.example, <script>alert(1)</script>");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Use one address such as dev@acme.example.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  expect((await api.get(`/clients/${client.id}`)).portal_emails).toEqual([]);
});

test("a session that ends asks for the password over the page and keeps the form", async ({ page, gatehouse, unique }) => {
  const name = unique("after-sign-in");
  await page.goto("clients?new=1");
  await page.getByLabel("Name").fill(name);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const again = page.getByRole("dialog", { name: "Your session has ended" });
  await expect(again.getByLabel("Email")).toHaveValue(gatehouse.admin_email);
  await again.getByLabel(/^Password/).fill(gatehouse.admin_password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await expect(again).toBeHidden();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
});
