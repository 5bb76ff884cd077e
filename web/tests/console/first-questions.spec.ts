import { firstQuestions } from "../../src/console/first-questions";
import { expect, type Page, test } from "../fixtures";

for (const [path, questions] of Object.entries(firstQuestions)) {
  test(`what the head of ${path} asks for is what the page asks, and is asked once`, async ({ page }) => {
    const together = await asked(page, path);
    expect(together.slice(0, questions.length).toSorted()).toEqual(questions.toSorted());
    for (const question of questions) expect(together.filter((a) => a === question)).toHaveLength(1);

    await page.route(/\/$|\/[a-z]+$/, async (route) => {
      if (route.request().resourceType() !== "document") return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(/<link rel="preload"[^>]*>/g, "");
      return route.fulfill({ response, body });
    });
    expect(await asked(page, path)).toEqual(expect.arrayContaining(questions));
  });

  test(`${path} is drawn once, with its rows`, async ({ page }) => {
    await page.addInitScript(() => {
      const look = new MutationObserver(() => {
        if (!document.querySelector("main")) return;
        look.disconnect();
        document.documentElement.dataset.firstPicture = document.querySelector("main tbody a") ? "with rows" : "without";
      });
      look.observe(document, { childList: true, subtree: true });
    });
    await page.goto(path.slice(1));
    await expect(page.locator("html")).toHaveAttribute("data-first-picture", "with rows");
  });
}

/** What a page asks the API for until it is at rest. */
async function asked(page: Page, path: string): Promise<string[]> {
  const questions: string[] = [];
  const listen = (request: { url: () => string }) => {
    const [, question] = request.url().split("/api/v1");
    if (question) questions.push(question);
  };
  page.on("request", listen);
  await page.goto(path.slice(1));
  await expect(page.locator("main tbody a").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  page.off("request", listen);
  return questions;
}
