import { expect, test } from "../fixtures";

// product.md's recipe, click by click, by the names that it uses.
test("the recipe's steps lead to a call that is answered and seen", async ({ page, gatehouse, unique }) => {
  test.slow();
  const client = unique("partner-acme");
  const profile = unique("acme-standard");
  const policy = unique("standard-partner-200rpm");
  const email = "dev@acme.example";
  const nav = page.getByRole("navigation", { name: "Main" });
  const sheet = page.getByRole("dialog");
  const save = () => page.getByRole("button", { name: "Save" }).click();
  const copied = async (what: string) => {
    await page.getByRole("button", { name: `Copy ${what}` }).first().click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await page.goto("");

  await test.step("1. Create the client", async () => {
    await expect(nav.getByText("Clients & Profiles")).toBeVisible();
    await nav.getByRole("link", { name: "Clients", exact: true }).click();
    await page.getByRole("button", { name: "New client" }).click();
    await sheet.getByLabel("Name").fill(client);
    await sheet.getByLabel("Description").fill("Acme Corp logistics integration");
    await expect(sheet.getByText("Enabled").first()).toBeVisible();
    await save();
    await expect(page.getByRole("heading", { name: client, level: 1 })).toBeVisible();
  });
  const clientID = await copied("Client ID");
  expect(clientID).toMatch(/^cl_/);

  await test.step("2. Create the profile", async () => {
    await nav.getByRole("link", { name: "Profiles", exact: true }).click();
    await page.getByRole("button", { name: "New profile" }).click();
    await sheet.getByLabel("Name").fill(profile);
    await sheet.getByRole("combobox", { name: "Client" }).fill(client);
    await page.getByRole("option", { name: client }).click();
    await expect(sheet.getByRole("combobox", { name: "Auth method" })).toHaveValue("Token");
    await expect(sheet.getByText("Token settings")).toBeVisible();
    await expect(sheet.getByText("Allowed methods")).toBeVisible();
    await expect(sheet.getByText("IP allowlist")).toBeVisible();
    for (const method of ["GET", "POST"]) await expect(sheet.getByRole("checkbox", { name: method, exact: true })).toBeChecked();
    await save();
    await expect(page.getByText("Copy the token now")).toBeVisible();
  });
  const token = await copied("token");
  await page.getByRole("button", { name: "Done" }).click();

  await test.step("3. Assign the client to a collection", async () => {
    await nav.getByRole("link", { name: "Collections", exact: true }).click();
    await page.getByRole("link", { name: "shipments", exact: true }).click();
    await page.getByRole("tab", { name: "Access" }).click();
    await page.getByRole("button", { name: "Add client" }).click();
    await page.getByRole("combobox", { name: "Clients" }).fill(client);
    await page.getByRole("option", { name: client }).click();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("not saved yet")).toHaveCount(0);
    await expect(page.getByRole("row", { name: new RegExp(client) })).toBeVisible();
  });

  await test.step("4. Attach a policy", async () => {
    await nav.getByRole("link", { name: "Policies", exact: true }).click();
    await page.getByRole("button", { name: "New policy" }).click();
    await sheet.getByLabel("Name").fill(policy);
    await expect(sheet.getByText("200 requests per minute, 50,000 per day")).toBeVisible();
    await save();
    await expect(page.getByRole("heading", { name: policy, level: 1 })).toBeVisible();
    await nav.getByRole("link", { name: "Clients", exact: true }).click();
    await page.getByRole("link", { name: client, exact: true }).click();
    await page.getByRole("tab", { name: "Policies" }).click();
    await page.getByRole("combobox", { name: "Attach a policy" }).fill(policy);
    await page.getByRole("option", { name: policy }).click();
    await save();
    await expect(page.getByText("Saved", { exact: true }).last()).toBeVisible();
  });

  await test.step("5. Portal access", async () => {
    await page.getByRole("tab", { name: "Portal access" }).click();
    await page.getByRole("combobox", { name: "Authorized emails" }).fill(email);
    await page.keyboard.press("Enter");
    await save();
    await expect(page.getByText("Saved", { exact: true }).last()).toBeVisible();
  });

  const call = async (headers: Record<string, string>, method = "GET") => (await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers, method })).status;
  const right = { "X-Client-ID": clientID, "X-Profile-ID": profile, Authorization: `Bearer ${token}` };
  await test.step("6. Verify", async () => {
    expect(await call(right)).toBe(200);
    expect(await call({ ...right, "X-Client-ID": "" })).toBe(401);
    expect(await call({ ...right, Authorization: "Bearer wrong" })).toBe(401);
    expect(await call(right, "DELETE")).toBe(405);
    const burst = await Promise.all(Array.from({ length: 210 }, () => call(right)));
    expect(burst.filter((status) => status === 200)).toHaveLength(199);
    expect(burst).toContain(429);
  });

  await test.step("7. Hand over", async () => {
    await page.getByRole("tab", { name: "Overview" }).click();
    await page.getByRole("button", { name: "Hand over" }).click();
    for (const value of [clientID, profile, gatehouse.gateway_url]) await expect(page.getByText(value, { exact: true }).first()).toBeVisible();
  });

  await test.step("8. See it", async () => {
    await nav.getByRole("link", { name: "Request Logs" }).click();
    const filter = page.getByRole("combobox", { name: "Filter requests" });
    await filter.fill(`client:${client} status:2xx`);
    await page.keyboard.press("Enter");
    await expect(page.getByText("/shipments/track/12345").first()).toBeVisible();
    await nav.getByRole("link", { name: "Audit Logs" }).click();
    await expect(page.getByRole("row", { name: new RegExp(client) }).filter({ hasText: /created/i }).first()).toBeVisible();
    await expect(page.getByRole("row", { name: new RegExp(profile) }).filter({ hasText: /created/i }).first()).toBeVisible();
  });
});
