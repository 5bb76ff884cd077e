import { expect, expectAccessible, expectFits, picture, test } from "../../fixtures";
import { begin, copied, hands } from "./steps";

test("a partner who generates the token in the portal is onboarded and invited in at most twelve interactions", async ({ page, unique, api, context, request, gatehouse }) => {
  test.slow();
  const partner = unique("self");
  const email = `dev@${partner}.example`;
  await page.goto("");
  const { click, fill, count } = hands(page);
  await click("link", "Onboard a partner");
  await fill("textbox", "Partner name", partner);
  await click("button", "Continue");
  await click("radio", "Partner generates it in the portal");
  await expectAccessible(page);
  await click("button", "Continue");
  await click("checkbox", "shipments");
  await click("button", "Continue");
  await expect(page.getByText("without an address nobody can")).toBeVisible();
  await fill("combobox", "Authorized emails", email);
  await click("button", "Continue");
  await expect(page.getByText("Invites are sent at once")).toBeVisible();
  await click("button", "Create");
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
  expect(count()).toBeLessThanOrEqual(12);

  await expect(page.getByText("The partner generates it in the developer portal, under Credentials.")).toBeVisible();
  expect(await copied(page, "Copy sheet")).toContain(`generate it under ${gatehouse.portal_url}/credentials`);
  await expect(page.getByRole("list", { name: "Invites" })).toContainText("Invite waiting");
  await expectAccessible(page);
  await picture(page, "onboard-by-partner");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);

  const portal = await context.newPage();
  await portal.goto(await page.locator("[data-secret]", { hasText: "/auth/verify/" }).innerText());
  await portal.getByRole("button").click();
  await expect(portal.getByRole("button", { name: `Account of ${email}` })).toBeVisible();
  const made = await portal.request.get(`${gatehouse.portal_url}/portal/api/credentials`);
  const [credential] = ((await made.json()) as { items: { id: string; name: string; self_service: boolean }[] }).items;
  expect(credential).toMatchObject({ name: `${partner}-standard`, self_service: true });
  const token = await portal.request.post(`${gatehouse.portal_url}/portal/api/profiles/${credential!.id}/token`, { data: {}, headers: { Origin: gatehouse.portal_url } });
  const { secret } = (await token.json()) as { secret: string };
  const client = (await api.get(`/clients/partner-${partner}`)) as { id: string };
  const answer = await request.get(`${gatehouse.gateway_url}/shipments/track/12345`, { headers: { "X-Client-ID": client.id, "X-Profile-ID": `${partner}-standard`, Authorization: `Bearer ${secret}` } });
  expect(answer.status()).toBe(200);
});

test("without invites asked for, the result offers them", async ({ page, unique }) => {
  const partner = unique("quiet");
  await begin(page, partner);
  for (let i = 0; i < 2; i++) await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("combobox", { name: "Authorized emails" }).fill(`dev@${partner}.example`);
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: "Send invites when created" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create" }).click();
  const invites = page.getByRole("list", { name: "Invites" });
  await expect(invites).toContainText("not invited yet");
  await invites.getByRole("button", { name: "Send invite" }).click();
  await expect(page.getByText("Send this link yourself")).toBeVisible();
});
