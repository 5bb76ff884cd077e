import { expect, test } from "../fixtures";

test("no link of the console leads nowhere", async ({ page, gatehouse }) => {
  test.slow();
  await fetch(`${gatehouse.gateway_url}/shipments/track/12345`, { headers: { "X-Client-ID": gatehouse.client_id } });
  const base = `${gatehouse.console_url.replace(/\/$/, "")}/`;
  // One page of each kind is enough: ids and search parameters make no other.
  const kindOf = (href: string) => new URL(href).pathname.replace(/\b(cl|pr|po|co|req|od|otl)_\w+|(?<=\/(clients|collections|policies|profiles)\/)[^/]+/g, "…");
  const seen = new Map<string, string>([["/", base]]);
  for (const [kind, href] of seen) {
    await page.goto(href);
    await expect(page.getByRole("heading", { level: 1 }), kind).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" }), kind).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "There is nothing here" }), kind).toHaveCount(0);
    await expect(page.getByRole("alert").filter({ hasText: /Not found|went wrong/ }), kind).toHaveCount(0);
    const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    for (const link of links) {
      if (link.startsWith(base) && !link.includes("/api/") && !link.includes("#") && !seen.has(kindOf(link))) seen.set(kindOf(link), link);
    }
  }
  expect(seen.size).toBeGreaterThan(15);
});
