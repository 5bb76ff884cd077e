import { expect, expectAccessible, expectFits, test } from "../../fixtures";
import { begin, copied, finish } from "./steps";

test("the sheet works as it is handed over, and the first call is seen", async ({ page, unique, api, gatehouse, request }) => {
  const partner = unique("sheet");
  await begin(page, partner);
  await finish(page);
  const token = await copied(page, "Copy Bearer token");
  expect(token).toMatch(/^ght_/);
  // Masked until it is asked for, and nowhere in the browser's storage.
  expect(await page.locator("body").innerText()).not.toContain(token);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }) + location.href + document.title)).not.toContain(token);
  // What is sent names the one-time link rather than the token.
  const sheet = await copied(page, "Copy sheet");
  expect(sheet).not.toContain(token);
  expect(sheet).toContain(`${gatehouse.portal_url}/reveal/`);
  const client = (await api.get(`/clients/partner-${partner}`)) as { id: string };
  const call = `${gatehouse.gateway_url}/shipments/track/12345`;
  await request.get(call, { headers: { "X-Client-ID": client.id } });
  const waiting = page.getByRole("region", { name: "First call" });
  await expect(waiting.getByText(`Tell them: Send X-Profile-ID: ${partner}-standard.`)).toBeVisible();
  const answer = await request.get(call, { headers: { "X-Client-ID": client.id, "X-Profile-ID": `${partner}-standard`, Authorization: `Bearer ${token}` } });
  expect(answer.status()).toBe(200);
  await expect(waiting.getByText("First call received")).toBeVisible();
});

test("every format holds what its tool needs", async ({ page, unique }) => {
  const partner = unique("formats");
  await begin(page, partner);
  await finish(page);
  const token = await copied(page, "Copy Bearer token");
  for (const [format, expected] of [["curl", `-H 'Authorization: Bearer ${token}'`], [".env", `GATEWAY_TOKEN=${token}`], ["Postman", `"value": "${token}"`]] as const) {
    await page.getByText(format, { exact: true }).click();
    expect(await copied(page, `Copy ${format}`)).toContain(expected);
    expect(await page.locator("body").innerText()).not.toContain(token);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toMatch(/\.(sh|env|json)$/);
  }
});

test("a one-time link is made with the token, can be revoked and made anew", async ({ page, unique, request, gatehouse, api }) => {
  const partner = unique("link");
  await begin(page, partner);
  await finish(page);
  const first = await copied(page, "Copy One-time link");
  expect((await request.get(first)).status()).toBe(200);
  await page.getByRole("button", { name: "Revoke link" }).click();
  await expect(page.getByText("The one-time link was revoked.")).toBeVisible();
  expect((await request.get(first)).status()).not.toBe(200);
  await page.getByRole("button", { name: "New token and link" }).click();
  await expect(page.getByRole("button", { name: "Revoke link" })).toBeVisible();
  const second = await copied(page, "Copy One-time link");
  expect(second).not.toBe(first);
  const revealed = await request.post(second);
  expect(await revealed.text()).toContain("ght_");
  await expect(page.getByText("The one-time link was opened")).toBeVisible();
  const token = await copied(page, "Copy Bearer token");
  const client = (await api.get(`/clients/partner-${partner}`)) as { id: string };
  const answer = await request.get(`${gatehouse.gateway_url}/shipments/track/12345`, { headers: { "X-Client-ID": client.id, "X-Profile-ID": `${partner}-standard`, Authorization: `Bearer ${token}` } });
  expect(answer.status()).toBe(200);
});

test("leaving before anybody copied the token asks first", async ({ page, unique }) => {
  await begin(page, unique("leave"));
  await finish(page);
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Leave without the token?" });
  await expectAccessible(page);
  await question.getByRole("button", { name: "Stay" }).click();
  await copied(page, "Copy One-time link");
  await page.getByRole("link", { name: "Overview", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
});

test("a check that fails says why, leads to the cause and passes when run again", async ({ page, unique, api }) => {
  const made = await api.post("/onboardings", { client: { name: unique("partner-broken") }, profile: { name: "broken-standard" }, collections: ["shipments"] });
  await api.patch(`/profiles/${made.profile.id}`, { status: "disabled" });
  await page.goto(`onboard?client=${made.client.id}`);
  await expect(page.getByText("Not everything is verified")).toBeVisible();
  await expect(page.getByRole("list", { name: "Checks" })).toContainText("profile_disabled");
  await expect(page.getByRole("link", { name: "Fix it: valid credentials" })).toHaveAttribute("href", `/profiles/${made.profile.id}`);
  await expectAccessible(page);
  await api.patch(`/profiles/${made.profile.id}`, { status: "enabled" });
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(page.getByText(/^Verified in/)).toBeVisible();
});

test("the hand-over is accessible, fits and prints as the sheet alone", async ({ page, unique }) => {
  test.slow();
  await begin(page, unique("paper"));
  await finish(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Credentials sheet" })).toBeVisible();
  await expect(page.getByText(/^open http.*within 24 hours$/)).toBeVisible();
  for (const hidden of ["Copy sheet", "Onboard another"]) await expect(page.getByRole("button", { name: hidden })).toBeHidden();
  await expect(page.getByRole("list", { name: "Checks" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
});
