import { expect, test } from "../../fixtures";

test("a rotation keeps the old token for the overlap; a revoked one is refused at once", async ({ page, api, gatehouse, unique }) => {
  const client = await api.post("/clients", { name: unique("partner") });
  const made = await api.post("/profiles", { name: "main", client_id: client.id, auth: { type: "token" }, token: { generate: true } });
  const call = async (token: string) =>
    (await fetch(`${gatehouse.gateway_url}/shipments/track/1`, { headers: { "X-Client-ID": client.id, "X-Profile-ID": "main", Authorization: `Bearer ${token}` } })).status;
  await page.goto(`profiles/${made.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByRole("combobox", { name: "Overlap" })).toHaveValue("24 hours");
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await page.getByRole("button", { name: "Copy token" }).click();
  const fresh = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: /Retiring/ })).toBeVisible();
  expect([await call(made.token.secret), await call(fresh)]).toEqual([403, 403]); // known, without a collection

  await page.getByRole("row", { name: /Retiring/ }).getByRole("button", { name: /Revoke/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row", { name: /Revoked/ })).toBeVisible();
  expect([await call(made.token.secret), await call(fresh)]).toEqual([401, 403]);
});

test("a profile is disabled, enabled and deleted after its name was typed", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("partner") });
  const made = await api.post("/profiles", { name: "to-go", client_id: client.id, auth: { type: "none" } });
  await page.goto(`profiles/${made.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const remove = page.getByRole("button", { name: "Delete profile" });
  await expect(remove).toBeDisabled();
  await page.getByLabel("Type to-go to confirm").fill("to-go");
  await remove.click();
  await expect(page.getByRole("heading", { name: "Profiles", level: 1 })).toBeVisible();
  await expect(api.get(`/profiles/${made.id}`)).rejects.toThrow("404");
});
