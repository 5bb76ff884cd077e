// The fixtures of every browser test: a running Gatehouse, somebody signed in,
// the guard, the admin API, and checks that each page must pass.
import { AxeBuilder } from "@axe-core/playwright";
import { type APIRequestContext, test as base, expect, type Page } from "@playwright/test";
import { type Demo, startDemo } from "./gatehouse";
import { Guard, reportViolations } from "./guard";

export { expect, type Page } from "@playwright/test";

export type Role = "admin" | "editor" | "viewer" | "auditor";

/** The admin API with an admin's key, for what a test needs to exist. */
export interface Api {
  get: <T = any>(path: string) => Promise<T>;
  post: <T = any>(path: string, body?: unknown) => Promise<T>;
  put: <T = any>(path: string, body?: unknown) => Promise<T>;
  patch: <T = any>(path: string, body: unknown) => Promise<T>;
  delete: (path: string) => Promise<void>;
}

interface Fixtures {
  /** Who is signed in; null for nobody. Set with test.use({ role: "viewer" }). */
  role: Role | null;
  guard: Guard;
  api: Api;
  /** A name that nothing else in this run has. */
  unique: (prefix: string) => string;
}

type State = Awaited<ReturnType<APIRequestContext["storageState"]>>;
interface WorkerFixtures {
  gatehouse: Demo;
  sessions: Map<Role, State>;
}

let count = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  gatehouse: [
    async ({}, use) => {
      const running = await startDemo();
      await use(running.said);
      await running.stop();
    },
    { scope: "worker" },
  ],
  sessions: [async ({}, use) => use(new Map()), { scope: "worker" }],
  role: ["admin", { option: true }],
  baseURL: async ({ gatehouse }, use) => use(`${gatehouse.console_url.replace(/\/$/, "")}/`),
  storageState: async ({ gatehouse, sessions, role, playwright }, use) => {
    if (!role) return use(undefined);
    if (!sessions.has(role)) sessions.set(role, await signIn(gatehouse, role, await playwright.request.newContext()));
    await use(sessions.get(role));
  },
  guard: [
    async ({ context, gatehouse }, use) => {
      const origins = [gatehouse.console_url, gatehouse.portal_url, gatehouse.gateway_url].map((u) => new URL(u).origin);
      const guard = new Guard(context, origins);
      await context.addInitScript(reportViolations);
      await use(guard);
      expect(guard.unexpected(), "what no page may do").toEqual([]);
    },
    { auto: true },
  ],
  api: async ({ gatehouse, playwright }, use) => {
    const context = await playwright.request.newContext({ extraHTTPHeaders: { Authorization: `Bearer ${gatehouse.api_key}` } });
    await use(apiOf(context, gatehouse));
    await context.dispose();
  },
  unique: async ({}, use, info) => use((prefix) => `${prefix}-${info.workerIndex}-${++count}`),
});

function apiOf(context: APIRequestContext, { console_url }: Demo): Api {
  const send = async (method: string, path: string, data?: unknown) => {
    const response = await context.fetch(new URL(`api/v1${path}`, `${console_url}/`).toString(), { method, data });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return response.status() === 204 ? undefined : response.json();
  };
  return {
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    patch: (path, body) => send("PATCH", path, body),
    delete: (path) => send("DELETE", path),
  };
}

export const password = "correct horse battery staple";

async function signIn(gatehouse: Demo, role: Role, context: APIRequestContext): Promise<State> {
  const api = (path: string) => new URL(`api/v1${path}`, `${gatehouse.console_url}/`).toString();
  const who = role === "admin" ? { email: gatehouse.admin_email, password: gatehouse.admin_password } : { email: `${role}@example.com`, password };
  if (role !== "admin") {
    const made = await context.post(api("/users"), { headers: { Authorization: `Bearer ${gatehouse.api_key}` }, data: { ...who, role, name: `The ${role}` } });
    expect(made.ok(), await made.text()).toBeTruthy();
  }
  const started = await context.post(api("/sessions"), { data: who });
  expect(started.ok(), await started.text()).toBeTruthy();
  const state = await context.storageState();
  await context.dispose();
  return state;
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Names, roles and structure are the same in both themes; colours are not.
const ofColours = ["color-contrast", "link-in-text-block"];

/** No finding against WCAG 2.2 AA in the light nor in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    const axe = new AxeBuilder({ page });
    const { violations } = await (colorScheme === "light" ? axe.withTags(wcag) : axe.withRules(ofColours)).analyze();
    const findings = violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${colorScheme}): ${n.target.join(" ")} – ${n.failureSummary}`));
    expect(findings, await page.title()).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Nothing is wider than the window, so nothing is cut off and nothing jumps sideways. */
export async function expectFits(page: Page): Promise<void> {
  // Polled, because a resized page takes a moment to lay itself out.
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(over, { message: `${page.url()} is wider than the window` }).toBeLessThanOrEqual(0);
}

/** Pictures at two widths and in both themes, for people; only with SCREENS set. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENS;
  if (!folder) return;
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}
