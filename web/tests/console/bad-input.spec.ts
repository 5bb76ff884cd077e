// What the issue asks of every form: a 500, a lost connection and an expired
// session lose nothing that was typed, and a double click creates once.
import { type Api, expect, expectFits, type Page, test } from "../fixtures";

interface Form {
  open: string;
  /** Types everything; gives the boxes that must keep it. */
  fill: (page: Page, name: string, api: Api) => Promise<[string, string][]>;
  send: string; // its path of the admin API
  count: (api: Api, name: string) => Promise<number>;
}

const named = (kind: string) => async (api: Api, name: string) => (await api.get(`/${kind}?q=${name}`)).items.length;
const type = async (page: Page, boxes: [string, string][]) => {
  for (const [label, value] of boxes) await page.getByRole("dialog").getByRole("textbox", { name: label, exact: true }).fill(value);
  return boxes;
};

const forms: Record<string, Form> = {
  client: { open: "clients?new=1", send: "clients", fill: (page, name) => type(page, [["Name", name], ["Description", "<script>alert(1)</script> شركة"]]), count: named("clients") },
  profile: {
    open: "profiles?new=1",
    send: "profiles",
    fill: async (page, name, api) => {
      const client = await api.post("/clients", { name: `${name}-owner` });
      await page.getByRole("dialog").getByRole("combobox", { name: "Client" }).fill(client.name);
      await page.getByRole("option", { name: client.name }).click();
      return type(page, [["Name", name]]);
    },
    count: named("profiles"),
  },
  policy: { open: "policies?new=1", send: "policies", fill: (page, name) => type(page, [["Name", name], ["Description", "typed with care"]]), count: named("policies") },
  collection: { open: "collections?new=blank", send: "collections", fill: (page, name) => type(page, [["Name", name], ["Title", "تتبع <b>"], ["Upstream URL", "http://127.0.0.1:9"]]), count: named("collections") },
};

for (const [what, form] of Object.entries(forms)) {
  test(`${what}: a 500, a lost answer and an ended session lose nothing, and it is created once`, async ({ page, api, guard, gatehouse, unique }) => {
    guard.allow(/answer 500/);
    const name = unique(what);
    await page.goto(form.open);
    const boxes = await form.fill(page, name, api);
    const save = page.getByRole("dialog", { name: `New ${what}` }).getByRole("button", { name: "Save" });
    const kept = async () => {
      for (const [label, value] of boxes) await expect(page.getByRole("textbox", { name: label, exact: true })).toHaveValue(value);
    };
    let calls = 0;
    await page.route(`**/api/v1/${form.send}`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      calls++;
      if (calls === 1) return route.fulfill({ status: 500, contentType: "application/problem+json", json: { title: "Internal error", status: 500, code: "internal", detail: "Try again." } });
      if (calls === 2) return route.abort();
      return route.continue();
    });
    await save.click();
    await expect(page.getByText("Internal error")).toBeVisible();
    await kept();
    await save.click();
    await expect(page.getByText("The server cannot be reached")).toBeVisible();
    await kept();
    await page.context().clearCookies();
    await save.click();
    const again = page.getByRole("dialog", { name: "Your session has ended" });
    await again.getByLabel(/^Password/).fill(gatehouse.admin_password);
    await again.getByRole("button", { name: "Sign in" }).click();
    await expect(again).toBeHidden();
    await kept();
    await save.dblclick();
    await expect.poll(() => form.count(api, name)).toBe(1);
    await expect(save).toBeHidden();
    expect(await form.count(api, name)).toBe(1);
  });

  test(`${what}: 10,000 characters and markup are refused at their field and break no layout`, async ({ page, api, unique }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(form.open);
    await form.fill(page, unique(what), api);
    await page.getByRole("dialog").getByRole("textbox", { name: "Name", exact: true }).fill("<script>x</script>".repeat(560));
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("Use 2 to 63 characters").first()).toBeVisible();
    await expectFits(page);
  });
}

test("hostile names, paths and User-Agents are text in lists and logs", async ({ page, api, gatehouse, unique }) => {
  const name = unique("hostile");
  const text = `<script>alert(1)</script> شركة الشحن ${"x".repeat(120)}`;
  await api.post("/policies", { name, description: text, rate: { requests: 5, window: "1m" } });
  const headers = { "X-Client-ID": gatehouse.client_id, "User-Agent": "<img src=x onerror=alert(1)> ".repeat(30) };
  await fetch(`${gatehouse.gateway_url}/shipments/${encodeURIComponent("<b>شحن")}${"y".repeat(2_000)}`, { headers });
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`policies?q=${name}`);
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
    await expectFits(page);
    await page.goto("logs/requests?live=0&q=code:profile_id_missing");
    await page.getByRole("link", { name: /yyyy/ }).first().click();
    await expect(page.getByRole("dialog", { name: "Request" }).getByText("onerror=alert(1)").first()).toBeVisible();
    await expectFits(page);
  }
});
