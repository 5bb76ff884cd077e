import { expect, expectAccessible, picture, test } from "../../fixtures";

const rate = { requests: 10, window: "1m" };

test("a policy in use is deleted when another takes its place", async ({ page, api, unique }) => {
  const gone = await api.post("/policies", { name: unique("gone"), rate });
  const next = await api.post("/policies", { name: unique("next"), rate });
  const client = await api.post("/clients", { name: unique("limited") });
  await api.put(`/clients/${client.id}/policies`, { policy_ids: [gone.id] });
  await page.goto(`policies/${gone.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete policy" });
  await expect(dialog).toContainText("It limits 1 client.");
  await dialog.getByLabel(`Type ${gone.name} to confirm`).fill(gone.name);
  await expect(dialog.getByRole("button", { name: "Delete policy" })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "Replace it with" }).fill(next.name);
  await page.getByRole("option", { name: next.name }).click();
  await expectAccessible(page);
  await picture(page, "policy-replace");
  await dialog.getByRole("button", { name: "Delete policy" }).click();
  await expect(page.getByText(`Policy ${gone.name} deleted`)).toBeVisible();
  expect((await api.get(`/clients/${client.id}`)).policy_ids).toEqual([next.id]);
});

test("labels are typed, shown, and filtered by", async ({ page, api, unique }) => {
  const label = `${unique("region")}:eu`;
  const client = await api.post("/clients", { name: unique("labelled"), labels: { tier: "gold" } });
  await page.goto(`clients/${client.id}/overview?edit=1`);
  const labels = page.getByRole("combobox", { name: "Labels" });
  await labels.fill("region");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Use a name, a colon and a value")).toBeVisible();
  await labels.press("Backspace");
  await labels.press("Backspace");
  await labels.fill(label);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect((await api.get(`/clients/${client.id}`)).labels).toEqual({ [label.split(":")[0]!]: "eu" });
  await page.goto("clients");
  await page.getByRole("textbox", { name: "Label" }).fill(label);
  const rows = page.getByRole("table", { name: "Clients" }).getByRole("row");
  await expect(rows).toHaveCount(2); // with the head
  await expect(rows.last()).toContainText(client.name);
  await expect(page).toHaveURL(/label=/);
});

test("a label whose name holds a colon is shown, filtered by, kept and taken away like others", async ({ page, api, unique }) => {
  const name = `${unique("geo")}:zone`;
  const written = name.replace(":", "\\:") + ":a:b";
  const client = await api.post("/clients", { name: unique("colon"), labels: { [name]: "a:b", tier: "gold" } });
  await page.goto(`clients?label=${encodeURIComponent(written)}`);
  await page.getByRole("table").getByRole("link", { name: client.name }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(written)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Description" }).fill("Another description");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect((await api.get(`/clients/${client.id}`)).labels).toEqual({ [name]: "a:b", tier: "gold" });
  await page.goto(`clients/${client.id}/overview?edit=1`);
  const labels = page.getByRole("combobox", { name: "Labels" });
  await labels.press("Backspace");
  await labels.press("Backspace");
  await labels.fill("tier:silver");
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await api.get(`/clients/${client.id}`)).labels).toEqual({ tier: "silver" });
});

test("whether the partner may make tokens is shown and changed", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("serving") });
  const profile = await api.post("/profiles", { name: unique("serving-standard"), client_id: client.id, auth: { type: "token" } });
  await page.goto(`profiles/${profile.id}?edit=1`);
  await page.getByRole("switch", { name: "Self-service" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("on: the partner may make and rotate tokens in the portal")).toBeVisible();
  expect((await api.get(`/profiles/${profile.id}`)).self_service).toBe(true);
});

test("a new profile may leave the token to the partner", async ({ page, api, unique }) => {
  const client = await api.post("/clients", { name: unique("leaving") });
  const name = unique("leaving-standard");
  await page.goto(`clients/${client.id}/profiles?new=1`);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("radio", { name: "Partner generates it in the portal" }).click();
  await expect(page.getByRole("switch", { name: "Self-service" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The partner generates the token in the developer portal")).toBeVisible();
  const [made] = (await api.get(`/profiles?client_id=${client.id}`)).items;
  expect(made.self_service).toBe(true);
  expect((await api.get(`/profiles/${made.id}/tokens`)).items).toEqual([]);
});
