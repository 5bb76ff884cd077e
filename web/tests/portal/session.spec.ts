import { password } from "../fixtures";
import { startEmpty } from "../gatehouse";
import { codeIn, expect, expectAccessible, linkIn, picture, test } from "./fixtures";

test.describe("nobody signed in", () => {
  test.use({ signedIn: false });

  test("below a path of its public URL every page and link of the portal works", async ({ page, guard }) => {
    guard.allow(/outside request/); // another Gatehouse than the worker's
    guard.allow(/answer 410/); // a link that was spent
    const base = "http://127.0.0.1:28082/partners";
    const empty = await startEmpty({}, ["--portal-addr=127.0.0.1:28082", `--portal-url=${base}`]);
    try {
      await page.goto(empty.said.setup_url);
      await page.getByLabel("Email").fill("admin@example.com");
      await page.getByLabel(/^Password/).fill(password);
      await page.getByRole("button", { name: "Create the first admin" }).click();
      await expect(page.getByRole("heading", { name: "Three steps to the first call" })).toBeVisible();
      const { origin } = new URL(page.url());
      const send = async (method: string, path: string, data?: unknown) => (await page.request.fetch(`${origin}/api/v1${path}`, { method, data })).json();
      const { id } = await send("POST", "/clients", { name: "acme" });
      await send("PUT", `/clients/${id}/portal-access`, { emails: ["dev@acme.example"] });
      await send("POST", `/clients/${id}/invites`, { emails: ["dev@acme.example"] });
      const { items } = await send("GET", "/outbox");
      const { text } = await send("GET", `/outbox/${items[0].id}`);
      expect(linkIn(text)).toContain(`${base}/auth/verify/`);
      await page.goto(linkIn(text));
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page).toHaveURL(`${base}/`);
      await expect(page.getByRole("heading", { name: "Hello acme" })).toBeVisible();
      await page.getByRole("link", { name: "Usage" }).click();
      await expect(page).toHaveURL(`${base}/usage`);
      await page.reload();
      await expect(page.getByRole("heading", { name: "Usage", level: 1 })).toBeVisible();
      await page.goto(`${base}/problems`);
      await page.getByRole("link", { name: "route_not_found" }).click();
      await expect(page).toHaveURL(`${base}/problems/route_not_found`);
      const assets = await page.evaluate(() => performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname));
      expect(assets).toEqual(["/partners/assets/pages.css"]);
      await page.goto(linkIn(text)); // spent
      await page.getByRole("link", { name: "Ask for a new one" }).or(page.getByRole("button", { name: "Mail me a new link" })).click();
      await expect(page).toHaveURL(new RegExp(`^${base}/`));
      await page.goto(base);
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await expect(page).toHaveURL(`${base}/sign-in`);
    } finally {
      await empty.stop();
    }
  });

  test("a session that ended is asked for over the page, and nothing typed is lost", async ({ page, api, gatehouse, mail, unique }) => {
    const email = `${unique("again")}@acme.example`;
    const { portal_emails } = await api.get<{ portal_emails: string[] }>(`/clients/${gatehouse.client_id}`);
    await api.put(`/clients/${gatehouse.client_id}/portal-access`, { emails: [...portal_emails, email] });
    await api.post(`/clients/${gatehouse.client_id}/invites`, { emails: [email] });
    await page.goto(linkIn((await mail(email, "portal_invitation")).text));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Shipments", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "Track a shipment" }).click();
    await page.getByLabel("trackingNumber").fill("98765");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("region", { name: "Answer", exact: true })).toBeVisible();
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await picture(page, "portal-session-ended");
    await dialog.getByRole("button", { name: "Mail me a link" }).click();
    await dialog.getByLabel("Code from the mail").fill(codeIn((await mail(email, "portal_sign_in")).text));
    await expect(dialog).toHaveCount(0);
    await expect(page.getByLabel("trackingNumber")).toHaveValue("98765");
    // Another session sends another token.
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByRole("region", { name: "Answer", exact: true }).getByRole("status")).toContainText("200");
    await api.put(`/clients/${gatehouse.client_id}/portal-access`, { emails: portal_emails });
  });
});
