import { expect, expectAccessible, expectFits, type Page, picture, test } from "../fixtures";

function documentOf(title: string, upstream: string): string {
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title, version: "2.4.0", description: "Where parcels are." },
    servers: [{ url: upstream }],
    paths: {
      "/track/{number}": { get: { operationId: "track", summary: "<script>alert(1)</script> شحن", parameters: [{ name: "number", in: "path", required: true, schema: { type: "string" }, example: "12345" }], responses: { 200: { description: "Found" } } } },
      "/orders": { post: { summary: "Order", responses: { 201: { description: "Created" } } }, trace: { responses: { 200: { description: "Echo" } } } },
    },
  });
}

const sheet = (page: Page) => page.getByRole("dialog", { name: "New collection" });

test("a collection is made of a pasted OpenAPI document: previewed, chosen, imported once", async ({ page, api, unique, gatehouse }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("imported");
  await page.goto("collections");
  await page.getByRole("button", { name: "New collection" }).click();
  await expectAccessible(page);
  await picture(page, "collection-import-1");
  await page.getByRole("textbox", { name: "Document" }).fill(documentOf(name, "http://127.0.0.1:9/v1"));
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(sheet(page).getByText("OpenAPI 3.1.0")).toBeVisible();
  await expect(sheet(page).getByRole("textbox", { name: "Name" })).toHaveValue(name);
  await expect(sheet(page).getByText("<script>alert(1)</script>")).toBeVisible();
  await expect(sheet(page).getByRole("checkbox", { name: "GET /track/{number}" })).toBeChecked();
  await expectAccessible(page);
  await picture(page, "collection-import-2");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet(page).getByRole("checkbox", { name: "POST /orders" }).uncheck();
  await sheet(page).getByRole("button", { name: "Try upstream" }).click();
  await expect(sheet(page).getByRole("list", { name: "How the upstream answered" })).toContainText("http://127.0.0.1:9/v1");
  await sheet(page).getByRole("textbox", { name: "Upstream URL" }).fill(`${gatehouse.gateway_url}/`);
  await sheet(page).getByRole("button", { name: "Import 1 operation" }).click();
  await expect(sheet(page).getByRole("textbox", { name: "Upstream URL" })).toHaveAttribute("aria-invalid", "true");
  await sheet(page).getByRole("textbox", { name: "Upstream URL" }).fill("http://127.0.0.1:9/v1");
  await sheet(page).getByRole("button", { name: "Import 1 operation" }).dblclick();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  const made = await api.get(`/collections/${name}`);
  expect(made).toMatchObject({ status: "draft", endpoints: [{ method: "GET", path: "/track/{number}", example: { path_parameters: { number: "12345" } } }] });
  expect((await api.get(`/collections?q=${name}`)).items).toHaveLength(1);
});

test("a file is read, and what is wrong with a document is said with its place", async ({ page, unique }) => {
  const name = unique("filed");
  await page.goto("collections?new=1");
  await page.getByRole("textbox", { name: "Document" }).fill("openapi: 3.1.0\ninfo: {title: [}");
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(sheet(page).getByRole("alert")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Document" })).toHaveValue(/info: \{title/);
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Document" })).toHaveValue(/info: \{title/);
  await page.locator("input[type=file]").setInputFiles({ name: "api.json", mimeType: "application/json", buffer: Buffer.from(documentOf(name, "https://upstream.example")) });
  await expect(sheet(page).getByRole("textbox", { name: "Upstream URL" })).toHaveValue("https://upstream.example");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("textbox", { name: "Document" })).toHaveValue(/3\.1\.0/);
});

test("an upstream is tried from Settings before anything is saved", async ({ page, gatehouse }) => {
  await page.goto("collections/shipments/settings");
  await page.getByRole("button", { name: "Try upstream" }).click();
  await expect(page.getByRole("list", { name: "How the upstream answered" })).toContainText(/answered \d{3} in/);
  await page.getByRole("textbox", { name: "Target URL" }).first().fill("http://127.0.0.1:9");
  await page.getByRole("button", { name: "Try upstream" }).click();
  await expect(page.getByRole("list", { name: "How the upstream answered" })).toContainText("http://127.0.0.1:9: ");
  await page.getByRole("textbox", { name: "Target URL" }).first().fill(gatehouse.gateway_url);
  await page.getByRole("button", { name: "Try upstream" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
});
