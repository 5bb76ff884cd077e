import { expect, expectAccessible, linkIn, type Page, partner, picture, test } from "./fixtures";

/** Signs a browser in by the mail's link, as people do. */
async function signIn(page: Page, mailed: () => Promise<{ text: string }>, email: string): Promise<void> {
  await page.goto("sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByText(/is authorised, a link and a code are on their way/)).toBeVisible();
  await page.goto(linkIn((await mailed()).text));
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("nobody signed in", () => {
  test.use({ signedIn: false });

  test("an address of several clients looks at one at a time", async ({ page, api, gatehouse, mail, unique }) => {
    const email = `${unique("both")}@acme.example`;
    const name = unique("second-partner");
    const acme = await api.get<{ portal_emails: string[] }>(`/clients/${gatehouse.client_id}`);
    await api.put(`/clients/${gatehouse.client_id}/portal-access`, { emails: [...acme.portal_emails, email] });
    const second = await api.post<{ id: string }>("/clients", { name });
    await api.put(`/clients/${second.id}/portal-access`, { emails: [email] });
    await signIn(page, () => mail(email, "portal_sign_in"), email);
    for (const [from, to] of [["partner-acme-corp", name], [name, "partner-acme-corp"]]) {
      await expect(page.getByRole("heading", { name: `Hello ${from}` })).toBeVisible();
      await page.getByRole("button", { name: `Client ${from}, switch` }).click();
      await picture(page, "portal-switcher");
      await page.getByRole("menuitem", { name: to }).click();
      await expect(page.getByRole("heading", { name: `Hello ${to}` })).toBeVisible();
      if (to === name) {
        await expect(page.getByText("No collection is assigned to you yet")).toBeVisible();
        await expect(page.getByText("Shipments")).toHaveCount(0);
        await expectAccessible(page);
        await picture(page, "portal-home-empty");
        for (const path of ["collections", "requests", "usage", "credentials", "account"]) {
          await page.goto(path);
          await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
          await picture(page, `portal-${path}-empty`);
        }
        await page.goto("");
      }
    }
    await api.put(`/clients/${gatehouse.client_id}/portal-access`, { emails: acme.portal_emails });
  });

  test("a stranger asks for access where that is on, and learns nothing", async ({ page, api, unique }) => {
    await page.goto("sign-in");
    await expect(page.getByLabel("Email")).toBeVisible();
    await expect(page.getByRole("button", { name: /No access yet/ })).toHaveCount(0);
    await api.patch("/settings", { request_access: true });
    try {
      await page.reload();
      for (const email of [`${unique("stranger")}@elsewhere.example`, partner]) {
        await page.getByRole("button", { name: /No access yet/ }).click();
        await expect(page.getByRole("heading", { name: "Ask for access" })).toBeVisible();
        await page.getByRole("button", { name: "Ask for access" }).click();
        await expect(page.getByLabel("Email")).toHaveAttribute("aria-invalid", "true");
        await page.getByLabel("Email").fill(email);
        await page.getByLabel("Your name").fill("Kim <b>Doe</b>");
        await page.getByLabel("Company").fill("New Corp");
        await page.getByLabel("What do you need?").fill("Track shipments");
        await expectAccessible(page);
        await picture(page, "portal-access-request");
        await page.getByRole("button", { name: "Ask for access" }).click();
        await expect(page.getByText("Your request is on its way")).toBeVisible();
        await page.getByRole("button", { name: "Back to sign in" }).click();
      }
      const { items } = await api.get<{ items: { email: string; name: string }[] }>("/access-requests");
      expect(items.find((i) => i.email.startsWith("stranger"))).toMatchObject({ name: "Kim <b>Doe</b>" });
    } finally {
      await api.patch("/settings", { request_access: false });
    }
  });

  test("a token is revealed once by its link, without JavaScript", async ({ browser, api, gatehouse }) => {
    const { items } = await api.get<{ items: { id: string }[] }>(`/profiles?client_id=${gatehouse.client_id}`);
    const { secret, link } = await api.post<{ secret: string; link: { url: string } }>(`/profiles/${items[0]!.id}/tokens`, { generate: true, hand_over_link: true });
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(link.url);
    await picture(page, "portal-reveal");
    await page.getByRole("button", { name: "Show the token" }).click();
    await expect(page.getByLabel("Token")).toHaveText(secret);
    await expect(page.getByText("acme-corp-standard")).toBeVisible();
    await picture(page, "portal-revealed");
    await page.goto(link.url);
    await expect(page.getByRole("heading", { name: "This link is no longer valid" })).toBeVisible();
    await context.close();
  });
});
