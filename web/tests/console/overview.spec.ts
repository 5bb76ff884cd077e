import { expect, expectAccessible, test } from "../fixtures";

test("the overview tells of the traffic in cards, charts, tables and panels", async ({ page, gatehouse, request }) => {
  const call = `${gatehouse.gateway_url}/shipments/track/12345`;
  const headers = { "X-Client-ID": gatehouse.client_id, "X-Profile-ID": gatehouse.profile_id, Authorization: `Bearer ${gatehouse.token}` };
  for (let i = 0; i < 3; i++) expect((await request.get(call, { headers })).status()).toBe(200);
  await request.get(call);
  await page.goto("?range=1h");
  await expect(page.getByRole("radio", { name: "1 h", exact: true })).toBeChecked();
  const requests = page.getByRole("region", { name: "Requests by status class" });
  await expect(requests.getByText(/in all, .* with 4xx/)).toBeVisible();
  await requests.getByRole("button", { name: "View as table" }).click();
  await expect(requests.getByRole("table").getByRole("row").nth(1)).toBeVisible();
  await expectAccessible(page);
  const attention = page.getByRole("region", { name: "Needs attention" });
  await attention.getByRole("link", { name: /X-Client-ID missing/ }).click();
  await expect(page.getByRole("heading", { name: "Request Logs", level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/code.*client_id_missing/);
});

test("the time range is kept in the address", async ({ page }) => {
  await page.goto("");
  await page.getByText("7 d", { exact: true }).click();
  await expect(page).toHaveURL(/range=7d/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "7 d" })).toBeChecked();
});

test("two moments of one's own are looked at, and lead to the same span of the logs", async ({ page }) => {
  await page.goto("");
  await page.getByRole("button", { name: "Custom" }).click();
  const own = page.getByRole("dialog", { name: "Custom" });
  await own.getByLabel("From").fill("2026-03-01T10:00");
  await own.getByLabel("To").fill("2026-03-01T09:00");
  await expect(page.getByText("Must be later than From.")).toBeVisible();
  await expectAccessible(page);
  await own.getByLabel("To").fill("2026-03-02T10:00");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/from=2026-03-01.*to=2026-03-02/);
  await expect(page.getByRole("button", { name: /Mar 1.*Mar 2/ })).toBeVisible();
  await expect(page.getByText("Nobody called in this time.")).toBeVisible();
  await page.getByText("7 d", { exact: true }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(page).not.toHaveURL(/from=/);
});

test("a token that ends soon stands under attention and behind the bell", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("ending") });
  const name = unique("ending-standard");
  const profile = await api.post("/profiles", { name, client_id: client.id, auth: { type: "token" }, token: { generate: true, expires_at: new Date(Date.now() + 86_400_000).toISOString() } });
  await page.goto("");
  await expect(page.getByRole("region", { name: "Needs attention" }).getByRole("link", { name: `Token of ${name} ends` })).toBeVisible();
  await expect(page.getByRole("region", { name: "Onboarding in progress" })).toContainText(client.name);
  await page.getByRole("button", { name: /^Notifications, \d+ need attention/ }).click();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: new RegExp(`Token of ${name} ends`) }).click();
  await expect(page).toHaveURL(new RegExp(`/profiles/${profile.id}`));
});

test.describe("an auditor", () => {
  test.use({ role: "auditor" });
  test("sees the traffic alone", async ({ page }) => {
    await page.goto("");
    await expect(page.getByText("p95 latency")).toBeVisible();
    await expect(page.getByText("Onboarding in progress")).toHaveCount(0);
    await expect(page.getByRole("button", { name: /Notifications/ })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Onboard a partner" })).toHaveCount(0);
  });
});
