import { createServer } from "node:net";
import { expect, expectAccessible, password, test } from "../fixtures";
import { startEmpty } from "../gatehouse";

test.use({ role: null });

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

test("below a path of its public URL the console sets up, shows its first steps and keeps every link", async ({ page, guard }) => {
  guard.allow(/outside request/); // another Gatehouse than the worker's
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/tools/gatehouse`;
  const empty = await startEmpty({}, [`--console-addr=127.0.0.1:${port}`, `--console-url=${base}`]);
  try {
    expect(empty.said.setup_url).toContain(`${base}/setup`);
    await page.goto(empty.said.setup_url);
    await page.getByLabel("Email").fill("admin@example.com");
    await page.getByLabel(/^Password/).fill(password);
    await page.getByRole("button", { name: "Create the first admin" }).click();
    await expect(page.getByRole("heading", { name: "Three steps to the first call" })).toBeVisible();
    await expectAccessible(page);
    expect(page.url()).toBe(`${base}/`);
    for (const step of ["Make a collection and publish it", "Onboard a partner", "See the first call"]) await expect(page.locator("main").getByRole("link", { name: step })).toBeVisible();
    await page.locator("main").getByRole("link", { name: "Make a collection and publish it" }).click();
    await expect(page.getByRole("heading", { name: "Collections", level: 1 })).toBeVisible();
    expect(page.url()).toBe(`${base}/collections`);
    await page.reload();
    await expect(page.getByRole("heading", { name: "Collections", level: 1 })).toBeVisible();
    const assets = await page.evaluate(() => performance.getEntriesByType("resource").map((e) => new URL(e.name).pathname));
    expect(assets.filter((path) => !path.startsWith("/tools/gatehouse/"))).toEqual([]);
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${base}/login`);
  } finally {
    await empty.stop();
  }
});
