// Pictures of every page, in both themes and at two widths, as WebP files of
// some 30 kB each. Chromium itself encodes them, so no other tool is needed.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Page, test as console } from "../tests/fixtures";
import { test as portal } from "../tests/portal/fixtures";
import type { Demo } from "../tests/gatehouse";

const folder = new URL("../../docs/screens", import.meta.url).pathname;
const sizes = [[1440, 900], [390, 844]] as const;
const themes = ["light", "dark"] as const;

console("the console", async ({ page, api, gatehouse, guard }) => {
  guard.allow(/answer 502/);
  await traffic(gatehouse);
  const [client] = (await api.get("/clients")).items;
  const [profile] = (await api.get("/profiles")).items;
  const [policy] = (await api.get("/policies")).items;
  const [refused] = (await api.get("/request-logs?status=4xx")).items;
  await shoot(page, "console", {
    overview: "", onboard: "onboard",
    collections: "collections", "collections-new": "collections?new=1", collection: "collections/shipments", "collection-endpoints": "collections/shipments/endpoints", "collection-access": "collections/shipments/access", "collection-docs": "collections/shipments/docs", "collection-settings": "collections/shipments/settings", "collection-revisions": "collections/shipments/revisions",
    clients: "clients", "clients-new": "clients?new=1", client: `clients/${client.id}`, "client-profiles": `clients/${client.id}/profiles`, "client-policies": `clients/${client.id}/policies`, "client-collections": `clients/${client.id}/collections`, "client-portal": `clients/${client.id}/portal`, "client-activity": `clients/${client.id}/activity`,
    profiles: "profiles", profile: `profiles/${profile.id}`, "profiles-new": "profiles?new=1",
    policies: "policies", policy: `policies/${policy.id}`, "policies-new": "policies?new=1",
    "request-logs": "logs/requests?live=0", "request-log": `logs/requests?live=0&open=${refused.id}`, "audit-logs": "logs/audit",
    outbox: "outbox", account: "account",
    ...Object.fromEntries(["users", "api-keys", "general", "gateway", "email", "about"].map((tab) => [`settings-${tab}`, `settings/${tab}`])),
  });
});

console.describe(() => {
  console.use({ role: null });
  console("signing in to the console", ({ page }) => shoot(page, "console", { login: "login" }));
});

portal("the portal", async ({ page, gatehouse }) => {
  await traffic(gatehouse);
  await page.goto("collections/shipments");
  const operation = await page.locator('nav a[href*="/shipments/"]').first().getAttribute("href");
  await shoot(page, "portal", { home: "", collections: "collections", collection: "collections/shipments", operation: operation!, requests: "requests", usage: "usage", credentials: "credentials", account: "account" });
});

portal.describe(() => {
  portal.use({ signedIn: false });
  portal("signing in to the portal", ({ page }) => shoot(page, "portal", { "sign-in": "sign-in" }));
});

/** Calls that were answered and calls that were refused, each for a reason of its own. */
async function traffic({ gateway_url, client_id, profile_id, token }: Demo): Promise<void> {
  const headers = { "X-Client-ID": client_id, "X-Profile-ID": profile_id, Authorization: `Bearer ${token}` };
  const call = (path: string, init: RequestInit = {}) => fetch(`${gateway_url.replace(/\/$/, "")}${path}`, { headers, ...init }).then((answer) => answer.arrayBuffer());
  for (let i = 0; i < 40; i++) await call(`/shipments/track/${12345 + i}`);
  for (let i = 0; i < 6; i++) await call("/orders");
  await call("/shipments/nowhere");
  await call("/shipments/track/12345", { method: "DELETE" });
  await call("/shipments/track/12345", { headers: { ...headers, Authorization: "Bearer wrong" } });
  await call("/shipments/track/12345", { headers: { Authorization: headers.Authorization } });
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // the log is at most a second behind
}

async function shoot(page: Page, app: string, pages: Record<string, string>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const encoder = await page.context().newPage();
  for (const [name, address] of Object.entries(pages)) {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.goto(address, { waitUntil: "networkidle" }).catch(() => {}); // a live page is never idle
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(300);
        const file = join(folder, `${app}-${name}-${width}-${colorScheme}.webp`);
        rmSync(file, { force: true });
        writeFileSync(file, await smaller(encoder, await page.screenshot()));
      }
    }
  }
  await encoder.close();
}

async function smaller(encoder: Page, png: Buffer): Promise<Buffer> {
  const encoded = await encoder.evaluate(async (data) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d")!.drawImage(picture, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.8 })).arrayBuffer());
    return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
  }, png.toString("base64"));
  return Buffer.from(encoded, "base64");
}
