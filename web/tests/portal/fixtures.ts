// The portal's own fixtures: somebody signed in by the code of a mail, which
// the demo leaves in the Outbox.
import type { APIRequestContext } from "@playwright/test";
import { type Api, test as base } from "../fixtures";

export { expect, expectAccessible, expectFits, picture } from "../fixtures";
export type { Page } from "@playwright/test";

/** The address that the demo's partner signs in with. */
export const partner = "dev@acme.example";

interface Mail {
  id: string;
  kind: string;
  to: string;
  text: string;
}

type State = Awaited<ReturnType<APIRequestContext["storageState"]>>;

export const test = base.extend<{ signedIn: boolean; mail: (to: string, kind: string) => Promise<Mail> }, { visit: { state?: State } }>({
  role: null,
  signedIn: [true, { option: true }],
  visit: [async ({}, use) => use({}), { scope: "worker" }],
  baseURL: async ({ gatehouse }, use) => use(`${gatehouse.portal_url.replace(/\/$/, "")}/`),
  mail: async ({ api }, use) => use((to, kind) => newestMail(api, to, kind)),
  storageState: async ({ baseURL, signedIn, visit, api, playwright }, use) => {
    if (!signedIn) return use(undefined);
    visit.state ??= await signIn(baseURL!, api, await playwright.request.newContext());
    await use(visit.state);
  },
});

async function signIn(portal: string, api: Api, context: APIRequestContext): Promise<State> {
  const asked = await context.post(`${portal}portal/api/sign-in`, { data: { email: partner } });
  const { attempt } = (await asked.json()) as { attempt: string };
  const { text } = await newestMail(api, partner, "portal_sign_in");
  const entered = await context.post(`${portal}portal/api/sign-in/code`, { data: { attempt, code: codeIn(text) } });
  if (!entered.ok()) throw new Error(`signing in: ${entered.status()} ${await entered.text()}`);
  const state = await context.storageState();
  await context.dispose();
  return state;
}

/** Waits for a mail; it is written in the background, so that the answer's time tells nothing. */
async function newestMail(api: Api, to: string, kind: string): Promise<Mail> {
  for (let i = 0; i < 600; i++) {
    const { items } = await api.get<{ items: Mail[] }>("/outbox?limit=50");
    const found = items.find((m) => m.to === to && m.kind === kind);
    if (found) return api.get<Mail>(`/outbox/${found.id}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail ${kind} to ${to}`);
}

export function codeIn(text: string): string {
  return /^\s+(\d{6})$/m.exec(text)![1]!;
}

export function linkIn(text: string): string {
  return /https?:\/\/\S+\/auth\/verify\/\S+/.exec(text)![0];
}
