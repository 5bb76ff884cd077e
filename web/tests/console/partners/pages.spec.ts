import { type Api, expect, expectAccessible, expectFits, type Page, picture, test } from "../../fixtures";

/** Every page and dialog of clients, profiles and policies: accessible in both themes, nothing wider than the window. */
const pages: [string, (ids: Ids) => string][] = [
  ["clients", () => "clients"],
  ["clients-no-match", () => "clients?q=nobody"],
  ["client-new", () => "clients?new=1"],
  ["client-overview", (i) => `clients/${i.client}/overview`],
  ["client-created", (i) => `clients/${i.bare}/overview?created=1`],
  ["client-edit", (i) => `clients/${i.client}/overview?edit=1`],
  ["client-profiles", (i) => `clients/${i.client}/profiles`],
  ["client-no-profiles", (i) => `clients/${i.bare}/profiles`],
  ["client-policies", (i) => `clients/${i.client}/policies`],
  ["client-collections", (i) => `clients/${i.client}/collections`],
  ["client-portal", (i) => `clients/${i.client}/portal`],
  ["client-activity", (i) => `clients/${i.client}/activity`],
  ["profiles", () => "profiles"],
  ["profile-new", () => "profiles?new=1"],
  ["profile", (i) => `profiles/${i.profile}`],
  ["profile-edit", (i) => `profiles/${i.profile}?edit=1`],
  ["profile-rotate", (i) => `profiles/${i.profile}?token=rotate`],
  ["policies", () => "policies"],
  ["policy-new", () => "policies?new=1"],
  ["policy", (i) => `policies/${i.policy}`],
  ["policy-edit", (i) => `policies/${i.policy}?edit=1`],
  ["client-not-found", () => "clients/cl_00000000000000000000000000"],
  ["no-access-requests", () => "access-requests"],
  ["account", () => "account"],
];

interface Ids {
  client: string;
  bare: string;
  profile: string;
  policy: string;
}

async function idsOf(api: Api, client: string, bare: string): Promise<Ids> {
  const [profile] = (await api.get(`/profiles?client_id=${client}`)).items;
  const [policy] = (await api.get("/policies")).items;
  const { id } = await api.post("/clients", { name: bare });
  return { client, bare: id, profile: profile.id, policy: policy.id };
}

async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
}

for (const [name, path] of pages) {
  test(`${name} is accessible and fits`, async ({ page, api, gatehouse, unique }) => {
    const ids = await idsOf(api, gatehouse.client_id, unique("bare"));
    await page.goto(path(ids));
    await settled(page);
    if (path(ids).match(/new=1|edit=1|token=/)) await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page);
    await expectFits(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectFits(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await picture(page, name);
  });
}

test("hostile text is shown as text and breaks no layout", async ({ page, api, unique }) => {
  const rtl = "شركة الشحن السريع";
  const client = await api.post("/clients", { name: unique("hostile"), description: `<script>alert(1)</script> ${rtl} ${"x".repeat(900)}` });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`clients/${client.id}/overview`);
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();
  await settled(page);
  await expectFits(page);
  await page.goto("clients?new=1");
  await page.getByLabel("Name").fill("<script>".repeat(1250));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Use 2 to 63 characters")).toBeVisible();
  await expectFits(page);
});
