import type { APIRequestContext } from "@playwright/test";
import { type Api, expect, expectAccessible, expectFits, picture, test } from "../fixtures";

/** Somebody without access asks on the portal's sign-in page. */
async function ask(request: APIRequestContext, api: Api, portal: string, email: string) {
  await api.patch("/settings", { request_access: true });
  const asked = await request.post(`${portal}/portal/api/access-requests`, { data: { email, name: "Kim Doe", company: "New Corp", message: "We would like to track shipments." } });
  expect(asked.status(), await asked.text()).toBe(202);
  await expect.poll(async () => (await api.get("/access-requests")).items.map((r: { email: string }) => r.email)).toContain(email);
}

test("a request is answered with access to a client and an invite", async ({ page, request, api, gatehouse, unique }) => {
  const email = `${unique("kim")}@newcorp.example`;
  const name = unique("newcorp");
  const client = await api.post("/clients", { name });
  await ask(request, api, gatehouse.portal_url, email);
  await page.goto("access-requests");
  const row = page.getByRole("row", { name: new RegExp(email) });
  await expect(row).toContainText("Kim Doe, New Corp");
  await expectAccessible(page);
  await picture(page, "access-requests");
  await row.getByRole("button", { name: `Give access to ${email}` }).click();
  const dialog = page.getByRole("dialog", { name: `Give portal access to ${email}` });
  await expect(dialog.getByRole("button", { name: "Give access" })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "Client" }).fill(name);
  await page.getByRole("option", { name }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Give access" }).click();
  await expect(dialog.locator("[data-secret]")).toContainText("/auth/verify/");
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(row).toHaveCount(0);
  expect((await api.get(`/clients/${client.id}`)).portal_emails).toEqual([email]);
});

test("a client shows requests from its own mail domain, and one is dismissed", async ({ page, request, api, gatehouse, unique }) => {
  const domain = `${unique("corp")}.example`;
  const client = await api.post("/clients", { name: unique("domain") });
  await api.put(`/clients/${client.id}/portal-access`, { emails: [`dev@${domain}`] });
  await ask(request, api, gatehouse.portal_url, `ops@${domain}`);
  await ask(request, api, gatehouse.portal_url, `${unique("other")}@elsewhere.example`);
  await page.goto(`clients/${client.id}/portal`);
  const requests = page.getByRole("table", { name: "Access requests" });
  await expect(requests.getByRole("row")).toHaveCount(2); // with the head
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.getByRole("button", { name: `Dismiss the request of ops@${domain}` }).click();
  await expect(requests).toHaveCount(0);
});

test("the bell and the overview tell of a request", async ({ page, request, api, gatehouse, unique }) => {
  await ask(request, api, gatehouse.portal_url, `${unique("bell")}@elsewhere.example`);
  await page.goto("");
  await expect(page.getByRole("region", { name: "Needs attention" }).getByRole("link", { name: "Kim Doe asks for portal access" }).first()).toHaveAttribute("href", "/access-requests");
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("sees requests and answers none", async ({ page, request, api, gatehouse, unique }) => {
    const email = `${unique("seen")}@elsewhere.example`;
    await ask(request, api, gatehouse.portal_url, email);
    await page.goto("access-requests");
    await expect(page.getByRole("button", { name: `Give access to ${email}` })).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByRole("button", { name: `Dismiss the request of ${email}` })).toHaveAttribute("aria-disabled", "true");
  });
});
