import { readFile } from "node:fs/promises";
import { expect, expectAccessible, type Page, picture, test } from "../fixtures";

const row = (page: Page, name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

test("clients are filtered on the server, sorted, and the address says how", async ({ page, api, unique }) => {
  const name = unique("sorted");
  for (const [tail, status] of [["b", "disabled"], ["a", "enabled"], ["c", "disabled"]]) await api.post("/clients", { name: `${name}-${tail}`, status });
  await page.goto(`clients?q=${name}`);
  await expect(row(page, `${name}-a`)).toBeVisible();
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Disabled" }).click();
  await expect(row(page, `${name}-a`)).toHaveCount(0);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await page.reload();
  await expect(page.getByRole("link", { name: new RegExp(`^${name}`) })).toHaveText([`${name}-c`, `${name}-b`]);
  await expect(page).toHaveURL(/status=disabled/);
  await page.goto(`clients?q=${name}`);
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "No profile" }).click();
  await expect(page).toHaveURL(/without=profile/);
  await expect(row(page, `${name}-a`)).toBeVisible();
  await page.goto("clients?without=profile");
  await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue("No profile");
  await expect(row(page, "partner-acme-corp")).toHaveCount(0);
  await page.goto("clients?collection=shipments&policy=standard-partner-200rpm");
  await expect(row(page, "partner-acme-corp")).toBeVisible();
});

test("a list that is longer than a page is sorted by the server, and the address says how", async ({ page, api, unique }) => {
  test.slow(); // 201 policies
  const name = unique("long");
  const rate = { requests: 5, window: "1m" };
  await api.post("/policies", { name: `${name}-first`, rate });
  for (let i = 100; i < 300; i += 20) await Promise.all(Array.from({ length: 20 }, (_, k) => api.post("/policies", { name: `${name}-${i + k}`, rate })));
  await page.goto(`policies?q=${name}`);
  await expect(page.getByRole("button", { name: "Load more" })).toBeVisible();
  await expect(row(page, `${name}-first`)).toHaveCount(0); // it is the oldest
  await expect(page.getByRole("columnheader", { name: "Limits" }).getByRole("button")).toHaveCount(0); // would sort a part
  const sort = page.getByRole("columnheader", { name: "Name" }).getByRole("button");
  await sort.click();
  await expect(page.getByRole("table").getByRole("link").first()).toHaveText(`${name}-100`);
  await sort.click();
  await expect(page.getByRole("table").getByRole("link").first()).toHaveText(`${name}-first`);
  await expect(page).toHaveURL(/sort=-name/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByRole("table").getByRole("link").first()).toHaveText(`${name}-first`);
  await page.goto("onboard");
  await page.getByRole("textbox", { name: "Partner name" }).fill(unique("far"));
  for (let step = 0; step < 2; step++) await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Show more policies" }).click();
  await page.getByRole("button", { name: "Show more policies" }).click();
  await expect(page.getByRole("radio", { name: `${name}-first` })).toBeVisible();
  // Other tests choose from the policies that a new installation has.
  for (let left = true; left; ) {
    const { items } = await api.get<{ items: { id: string }[] }>(`/policies?q=${name}&limit=20`);
    await Promise.all(items.map(({ id }) => api.delete(`/policies/${id}`)));
    left = items.length > 0;
  }
});

test("ticked clients are disabled, given a policy and exported together", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("many");
  for (const tail of ["a", "b"]) await api.post("/clients", { name: `${name}-${tail}`, description: "=1+1" });
  const policy = await api.post("/policies", { name: unique("bulk"), rate: { requests: 5, window: "1m" } });
  await page.goto(`clients?q=${name}`);
  await page.getByRole("checkbox", { name: "Select all rows that are loaded" }).check();
  await expect(page.getByText("2 selected")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "clients-selected");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
  expect(await readFile(await file.path(), "utf8")).toContain(`${name}-a,cl_`);
  await page.getByRole("button", { name: "Attach policy" }).click();
  await page.getByRole("combobox", { name: "Policy" }).fill(policy.name);
  await page.getByRole("option", { name: policy.name }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(page.getByText("2 clients have the policy")).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all rows that are loaded" }).check();
  await page.getByRole("button", { name: "Disable" }).click();
  // One of them is gone by then: the other is done, and that one is named.
  const [gone, stays] = (await api.get(`/clients?q=${name}`)).items;
  await api.delete(`/clients/${gone.id}`);
  await page.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText(gone.name);
  expect(await api.get(`/clients/${stays.id}`)).toMatchObject({ status: "disabled", policy_ids: [policy.id] });
});

test("keys go through the rows, tick and open them; n begins a new one", async ({ page, api, unique }) => {
  const name = unique("keys");
  for (const tail of ["a", "b"]) await api.post("/clients", { name: `${name}-${tail}` });
  await page.goto(`clients?q=${name}&sort=name`);
  await expect(row(page, `${name}-b`)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: `${name}-b` })).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByRole("checkbox", { name: `Select ${name}-b` })).toBeChecked();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `${name}-a`, level: 1 })).toBeVisible();
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog", { name: /Edit/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("policies");
  await expect(page.getByRole("table", { name: "Policies" })).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("textbox", { name: "Filter policies" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Policies" }).focus();
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "New policy" })).toBeVisible();
});

test("columns and density are chosen and kept", async ({ page }) => {
  await page.goto("clients");
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("checkbox", { name: "Last seen" }).uncheck();
  await page.getByText("Compact").click();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Client ID" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Last seen" })).toHaveCount(0);
});
