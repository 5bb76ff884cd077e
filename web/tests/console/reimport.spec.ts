import { readFile } from "node:fs/promises";
import { expect, expectAccessible, expectFits, picture, test } from "../fixtures";

function documentOf(title: string, version: string, paths: Record<string, unknown>): string {
  return JSON.stringify({ openapi: "3.1.0", info: { title, version }, servers: [{ url: "http://127.0.0.1:9" }], paths });
}

const get = (summary: string, parameters: unknown[] = []) => ({ get: { summary, parameters, responses: { 200: { description: "Done" } } } });

test("a newer document is previewed, its conflicts are chosen, and the draft follows it", async ({ page, api, unique }) => {
  test.slow(); // accessibility is checked several times
  const name = unique("newer");
  const first = documentOf(name, "1", { "/both": get("one"), "/hand": get("one"), "/gone": get("one"), "/theirs": get("one") });
  const made = await api.post("/collections/import", { document: first, name });
  const endpoints = made.endpoints.map((e: any) => (["/both", "/hand"].includes(e.path) ? { ...e, summary: "by hand" } : e));
  await api.patch(`/collections/${made.id}`, { endpoints });
  await api.post(`/collections/${made.id}/publish`);
  const needed = [{ name: "carrier", in: "query", required: true, schema: { type: "string" } }];
  const second = documentOf(name, "2", { "/both": get("two"), "/hand": get("two"), "/theirs": get("two", needed), "/new": get("two") });

  await page.goto(`collections/${made.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Import a newer document" }).click();
  const sheet = page.getByRole("dialog", { name: `Import a newer document into ${name}` });
  await expectAccessible(page);
  await sheet.getByText("URL", { exact: true }).click();
  await sheet.getByRole("textbox", { name: "URL" }).fill("http://127.0.0.1:9/openapi.json");
  await sheet.getByRole("button", { name: "Preview" }).click();
  await expect(sheet.getByRole("alert")).toContainText("private to this network");
  await sheet.getByText("Paste", { exact: true }).click();
  await sheet.getByRole("textbox", { name: "Document" }).fill(second);
  await sheet.getByRole("button", { name: "Preview" }).click();
  await expect(sheet.getByRole("alert")).toContainText("GET /gone is gone");
  await expect(sheet.getByRole("region", { name: "Added", exact: true })).toContainText("GET /new");
  await expect(sheet.getByRole("region", { name: "Removed", exact: true })).toContainText("GET /gone");
  await expect(sheet.getByText("Nobody called it in the last 30 days.").first()).toBeVisible();
  await expectAccessible(page);
  await picture(page, "collection-reimport");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectFits(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await sheet.getByRole("radiogroup", { name: "GET /both: which one" }).getByText("Take the document’s").click();
  await sheet.getByRole("button", { name: "Apply to the draft" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("The draft has changes that are not published")).toBeVisible();
  const draft = await api.get(`/collections/${made.id}`);
  expect(Object.fromEntries(draft.endpoints.map((e: any) => [e.path, e.summary]))).toEqual({ "/both": "two", "/hand": "by hand", "/theirs": "two", "/new": "two" });
});

test("what is published is exported as OpenAPI and for Postman", async ({ page }) => {
  await page.goto("collections/shipments");
  for (const [format, holds] of [["OpenAPI 3.0", '"3.0.'], ["OpenAPI 3.1", '"3.1.'], ["Postman collection", "getpostman"]] as const) {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
    expect(await readFile(await file.path(), "utf8")).toContain(holds);
  }
});

test.describe("as a viewer", () => {
  test.use({ role: "viewer" });
  test("a newer document is not imported, and why is said", async ({ page }) => {
    await page.goto("collections/shipments");
    await page.getByRole("button", { name: "More actions" }).hover();
    await expect(page.getByRole("tooltip")).toContainText("Your role is viewer");
  });
});
