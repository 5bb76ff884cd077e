import { expect, type Page } from "../../fixtures";

/** Clicks and fills as a person makes them, counted. */
export function hands(page: Page) {
  let count = 0;
  return {
    click: async (role: "link" | "button" | "checkbox" | "radio", name: string) => {
      count++;
      await page.getByRole(role, { name }).first().click();
    },
    fill: async (role: "textbox" | "combobox", name: string, value: string) => {
      count++;
      await page.getByRole(role, { name }).fill(value);
    },
    count: () => count,
  };
}

export async function begin(page: Page, partner: string) {
  await page.goto("onboard");
  await page.getByRole("textbox", { name: "Partner name" }).fill(partner);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** From the credentials on. */
export async function toReview(page: Page) {
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("checkbox", { name: "shipments" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Review" })).toBeVisible();
}

export async function finish(page: Page) {
  await toReview(page);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/^Created and verified in/)).toBeVisible();
}

export async function copied(page: Page, button: string): Promise<string> {
  await page.getByRole("button", { name: button, exact: true }).click();
  return page.evaluate(() => navigator.clipboard.readText());
}
