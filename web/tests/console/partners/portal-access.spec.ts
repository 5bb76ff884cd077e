import { type Api, expect, expectAccessible, expectFits, picture, test } from "../../fixtures";

async function partner(api: Api, name: string, emails: string[]): Promise<string> {
  const { client } = await api.post("/onboardings", { client: { name }, profile: { name: `${name}-standard`, token: { generate: true, hand_over_link: true } }, portal_emails: emails });
  return client.id;
}

test("an invite is sent to one address, and its link signs that person in", async ({ page, api, unique, context }) => {
  const client = await partner(api, unique("invited"), ["dev@invited.example", "ops@invited.example"]);
  await page.goto(`clients/${client}/portal`);
  const row = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: /to dev@invited\.example/ }) });
  await expect(row).toContainText("not invited yet");
  await row.getByRole("button", { name: "Send invite to dev@invited.example" }).click();
  await expect(page.getByText("Send this link yourself")).toBeVisible(); // the demo has no mail server
  await expect(row).toContainText("Invite waiting");
  await expectAccessible(page);
  await picture(page, "client-portal-invited");
  const link = await page.locator("[data-secret]").innerText();
  const portal = await context.newPage();
  await portal.goto(link);
  await portal.getByRole("button").click();
  await expect(portal.getByRole("button", { name: "Account of dev@invited.example" })).toBeVisible();
  await page.reload();
  const sessions = page.getByRole("table", { name: "Portal sessions" });
  await expect(sessions).toContainText("dev@invited.example");
  await page.getByRole("button", { name: "End session of dev@invited.example" }).click();
  await expect(page.getByText("Nobody is signed in")).toBeVisible();
});

test("taking an address out says what that means, and is done after a yes", async ({ page, api, unique }) => {
  const name = unique("removed");
  const client = await partner(api, name, ["dev@removed.example"]);
  await page.goto(`clients/${client}/portal`);
  const input = page.getByRole("combobox", { name: "Authorized emails" });
  await input.press("Backspace");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Remove portal access of 1 person?" });
  await expect(question).toContainText("dev@removed.example");
  await expect(question).toContainText("None of them is signed in.");
  await expectAccessible(page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  expect((await api.get(`/clients/${client}`)).portal_emails).toEqual(["dev@removed.example"]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await question.getByRole("button", { name: "Remove and save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect((await api.get(`/clients/${client}`)).portal_emails).toEqual([]);
});

test("one-time links are listed and revoked", async ({ page, api, unique }) => {
  const client = await partner(api, unique("linked"), []);
  await page.goto(`clients/${client}/portal`);
  const links = page.getByRole("table", { name: "One-time links" });
  await expect(links).toContainText("Waiting");
  await links.getByRole("button", { name: /^Revoke one-time link/ }).click();
  await expect(links).toContainText("Revoked");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
});

test.describe("a viewer", () => {
  test.use({ role: "viewer" });
  test("sees who may sign in and changes nothing", async ({ page, api, unique }) => {
    const client = await partner(api, unique("viewed"), ["dev@viewed.example"]);
    await page.goto(`clients/${client}/portal`);
    for (const name of ["Send invite to dev@viewed.example", /^Revoke one-time link/, "Save"]) {
      await expect(page.getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");
    }
    await page.getByRole("button", { name: "Send invite to dev@viewed.example" }).click({ force: true });
    await expect(page.getByRole("list", { name: "Invites" })).toContainText("not invited yet");
    await expectAccessible(page);
  });
});
