import { expect, test } from "../../fixtures";

test("the partner half of the recipe, by the names on the screen, ends in a call that is answered", async ({ page, api, gatehouse, unique }) => {
  test.slow();
  const client = unique("partner-wayne");
  const profile = unique("wayne-standard");
  const policy = unique("standard-partner");
  const nav = page.getByRole("navigation", { name: "Main" });

  await page.goto("clients");
  await nav.getByRole("link", { name: "Clients", exact: true }).click();
  await page.getByRole("button", { name: "New client" }).click();
  await page.getByLabel("Name").fill(client);
  await page.getByLabel("Description").fill("Wayne logistics integration");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: client, level: 1 })).toBeVisible();
  await expect(page.getByText("Copy the Client ID").first()).toBeVisible();
  await page.getByRole("button", { name: "Copy Client ID" }).first().click();
  const clientId = await page.evaluate(() => navigator.clipboard.readText());
  expect(clientId).toMatch(/^cl_[0-9a-z]{26}$/);

  await nav.getByRole("link", { name: "Profiles", exact: true }).click();
  await page.getByRole("button", { name: "New profile" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Name").fill(profile);
  await sheet.getByRole("combobox", { name: "Client" }).fill(client);
  await page.getByRole("option", { name: client }).click();
  await expect(sheet.getByRole("combobox", { name: "Auth method" })).toHaveValue("Token");
  await expect(sheet.getByRole("radio", { name: "Generate", exact: true })).toBeChecked();
  for (const method of ["GET", "POST"]) await expect(sheet.getByRole("checkbox", { name: method, exact: true })).toBeChecked();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Copy the token now")).toBeVisible();
  await page.getByRole("button", { name: "Copy token" }).click();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  expect(token).toMatch(/^ght_[0-9A-Za-z]{49}$/);
  await page.getByRole("button", { name: "Done" }).click();

  await nav.getByRole("link", { name: "Policies", exact: true }).click();
  await page.getByRole("button", { name: "New policy" }).click();
  await page.getByLabel("Name").fill(policy);
  await expect(page.getByText("200 requests per minute, 50,000 per day, resets at 00:00 UTC.")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: policy, level: 1 })).toBeVisible();

  await nav.getByRole("link", { name: "Clients", exact: true }).click();
  await page.getByRole("link", { name: client }).click();
  await page.getByRole("tab", { name: "Policies" }).click();
  await page.getByRole("combobox", { name: "Attach a policy" }).fill(policy);
  await page.getByRole("option", { name: policy }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  await page.getByRole("tab", { name: "Collections" }).click();
  await page.getByRole("combobox", { name: "Collection" }).fill("shipments");
  await page.getByRole("option", { name: "shipments" }).click();
  await page.getByRole("button", { name: "Give access" }).click();
  await expect(page.getByRole("row", { name: /shipments/ })).toBeVisible();

  await page.getByRole("tab", { name: "Portal access" }).click();
  await page.getByRole("combobox", { name: "Authorized emails" }).fill("Dev@wayne.example");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true }).last()).toBeVisible();
  await expect.poll(async () => (await api.get(`/clients/${clientId}`)).portal_emails).toEqual(["dev@wayne.example"]);

  const headers = { "X-Client-ID": clientId, "X-Profile-ID": profile, Authorization: `Bearer ${token}` };
  const answer = await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("RateLimit-Policy")).toContain(`"${policy}";q=200;w=60`);

  await page.getByRole("tab", { name: "Overview" }).click();
  await expect(page.getByText("Successful call")).toBeVisible();
  await page.getByRole("button", { name: "Run checks" }).click();
  await expect(page.getByRole("table", { name: "Checks" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Checks" }).getByText("Failed")).toHaveCount(0);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href + document.title);
  expect(kept).not.toContain(token.slice(4, 20));
});

test("a pasted token is taken, refused when it is weak, and never kept", async ({ page, api, gatehouse, unique }) => {
  const client = await api.post("/clients", { name: unique("partner") });
  await page.goto(`clients/${client.id}/profiles?new=1`);
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Name").fill("pasted");
  await sheet.getByText("Paste", { exact: true }).click();
  await sheet.getByLabel(/^Token \*|^Token$/).fill("short");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByText("Use 32 to 512 characters; these are 5.")).toBeVisible();
  const secret = "a-secret-of-our-own.0123456789-0123456789";
  await sheet.getByLabel(/^Token \*|^Token$/).fill(secret);
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Copy the token now")).toBeVisible();
  const headers = { "X-Client-ID": client.id, "X-Profile-ID": "pasted", Authorization: `Bearer ${secret}` };
  expect((await fetch(`${gatehouse.gateway_url}/shipments/track/1`, { headers })).status).toBe(403);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain("of-our-own");
});
