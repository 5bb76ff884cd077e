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

test.describe("from the invitation", () => {
  test.use({ signedIn: false });
  test("to the first 200 in a minute and five interactions, nothing pasted; then by curl from a shell", async ({ page, api, mail, unique }) => {
    const name = unique("newcorp");
    const email = `dev@${name}.example`;
    const { client, token } = await api.post<{ client: { id: string }; token: { secret: string } }>("/onboardings", {
      client: { name }, profile: { name: `${name}-standard`, auth: { type: "token" } }, collections: ["shipments"], policies: ["standard-partner-200rpm"], portal_emails: [email],
    });
    await api.post(`/clients/${client.id}/invites`, { emails: [email] });
    const { text } = await mail(email, "portal_invitation");
    const began = Date.now();
    let interactions = 0;
    const doing = async (what: Promise<unknown>) => {
      interactions++;
      await what;
    };
    await doing(page.goto(linkIn(text)));
    await doing(page.getByRole("button", { name: "Sign in" }).click());
    await doing(page.getByRole("link", { name: "Make a test call" }).click());
    await doing(page.getByRole("button", { name: "Send", exact: true }).click());
    await expect(page.getByRole("region", { name: "Answer", exact: true }).getByRole("status")).toContainText("200");
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(interactions).toBeLessThanOrEqual(5);
    await page.getByRole("link", { name: /home$/ }).click();
    const step = (name: string) => page.getByRole("listitem").filter({ hasText: name });
    await expect(step("Make a test call")).toContainText("(done)");
    await expect(step("Call from your own server")).not.toContainText("(done)");
    await page.getByRole("button", { name: "Copy curl line" }).click();
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    const wrong = await run("bash", ["-c", curl], { env: { ...process.env, GATEWAY_TOKEN: "ght_not-it" } });
    expect(wrong.stdout).toMatch(/^HTTP\/1\.1 401/);
    await expect(step("Call from your own server")).toContainText("It arrived, but was refused.");
    const { stdout } = await run("bash", ["-c", curl], { env: { ...process.env, GATEWAY_TOKEN: token.secret } });
    expect(stdout).toMatch(/^HTTP\/1\.1 200/);
    await expect(step("Call from your own server")).toContainText("(done)"); // without a reload
    // The address is taken away: the next thing done here asks to sign in.
    await api.put(`/clients/${client.id}/portal-access`, { emails: [] });
    await page.getByRole("link", { name: "Usage" }).click();
    await expect(page.getByText("Your session has ended")).toBeVisible();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });
});

test("the copied curl is the call that was tried, in the gateway's log too", async ({ page, api, gatehouse }) => {
  for (const name of ["Track a shipment", "Create a shipment"]) {
    await open(page, name);
    await page.getByRole("button", { name: "Send", exact: true }).click();
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
