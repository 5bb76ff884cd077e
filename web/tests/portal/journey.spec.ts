import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, linkIn, type Page, test } from "./fixtures";

const run = promisify(execFile);

interface Logged {
  method: string;
  path: string;
  query: string[];
  status: number;
  client_id: string;
  profile_id: string;
  collection: string;
  endpoint: string;
  bytes_in: number;
  source: string;
  request_headers: { name: string }[];
}

test.describe("from the mail", () => {
  test.use({ signedIn: false });
  test("to the first 200 in a minute and five interactions, nothing pasted", async ({ page, api, gatehouse, mail, unique }) => {
    const email = `${unique("new")}@acme.example`;
    const { items } = await api.get<{ items: { id: string; portal_emails: string[] }[] }>("/clients");
    const client = items.find((c) => c.id === gatehouse.client_id)!;
    await api.put(`/clients/${client.id}/portal-access`, { emails: [...client.portal_emails, email] });
    // The mail that says hello has the same link.
    await page.request.post("portal/api/sign-in", { data: { email } });
    const { text } = await mail(email, "portal_sign_in");
    const began = Date.now();
    await page.goto(linkIn(text)); // 1: the mail's link
    await page.getByRole("button", { name: /Sign in/ }).click(); // 2
    await page.getByRole("link", { name: "Make a test call" }).click(); // 3
    await page.getByRole("button", { name: "Send" }).click(); // 4
    await expect(page.getByRole("region", { name: "Answer", exact: true }).getByRole("status")).toContainText("200");
    expect(Date.now() - began).toBeLessThan(60_000);
    await page.getByRole("link", { name: /home$/ }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Make a test call" })).toContainText("(done)");
    // The address is taken away: the next thing done here asks to sign in.
    await api.put(`/clients/${client.id}/portal-access`, { emails: client.portal_emails });
    await page.getByRole("link", { name: "Usage" }).click();
    await expect(page.getByText("Your session has ended")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });
});

test("the copied curl is the call that was tried, in the gateway's log too", async ({ page, api, gatehouse }) => {
  for (const name of ["Track a shipment", "Create a shipment"]) {
    await open(page, name);
    await page.getByRole("button", { name: "Send" }).click();
    const answer = page.getByRole("region", { name: "Answer", exact: true });
    await expect(answer.getByRole("status")).toContainText(/20[01]/);
    const tried = await answer.getByRole("link", { name: /^req_/ }).textContent();
    await page.getByRole("button", { name: "Copy curl sample" }).click();
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    const { stdout } = await run("bash", ["-c", curl], { env: { ...process.env, GATEWAY_TOKEN: gatehouse.token } });
    expect(stdout).toMatch(/^HTTP\/1\.1 20[01]/);
    const called = /x-request-id: (\S+)/i.exec(stdout)![1]!;
    const [one, two] = [await logged(api, tried!), await logged(api, called)];
    const { source: portal, request_headers: first, ...rest } = one;
    const { source: gateway, request_headers: second, ...same } = two;
    expect([portal, gateway]).toEqual(["portal", "gateway"]);
    expect(same).toEqual(rest);
    // A try-it call is vouched for by the session; the token is the shell's part.
    const sent = ["x-client-id", "x-profile-id", ...(name.startsWith("Create") ? ["content-type"] : [])];
    for (const headers of [first, second]) expect(headers.map((h) => h.name.toLowerCase())).toEqual(expect.arrayContaining(sent));
  }
});

async function open(page: Page, operation: string): Promise<void> {
  await page.goto("collections/shipments");
  await page.getByRole("main").getByRole("link", { name: operation }).click();
  await expect(page.getByRole("heading", { name: operation, level: 1 })).toBeVisible();
}

/** A call as the log has it, without what must differ: id, time, latency, address, agent, and the answer's size. */
async function logged(api: { get: <T>(path: string) => Promise<T> }, id: string): Promise<Logged> {
  let found: Logged | undefined;
  await expect.poll(async () => (found = await api.get<Logged>(`/request-logs/${id}`).catch(() => undefined)) !== undefined).toBe(true);
  const { method, path, query, status, client_id, profile_id, collection, endpoint, bytes_in, source, request_headers } = found!;
  return { method, path, query, status, client_id, profile_id, collection, endpoint, bytes_in, source, request_headers };
}
