import type { Onboarding } from "./draft";

/** The sheet, and whether the token is the partner's to make. */
export type HandOver = Onboarding["hand_over"] & { byPartner: boolean };

export const formats = ["Sheet", "curl", ".env", "Postman"] as const;
export type Format = (typeof formats)[number];

export const files: Record<Format, string> = { Sheet: "credentials.txt", curl: "first-call.sh", ".env": "gateway.env", Postman: "postman-collection.json" };

/** The sheet as one text, in the format asked for; empty where it needs the token and nobody knows it. */
export function textOf(format: Format, h: HandOver, limits: string): string {
  switch (format) {
    case "Sheet":
      return lines(rowsOf(h, limits), ": ");
    case "curl":
      return h.curl ?? "";
    case ".env":
      return h.token || h.byPartner
        ? lines([["GATEWAY_URL", h.base_url], ["GATEWAY_CLIENT_ID", h.client_id ?? ""], ["GATEWAY_PROFILE_ID", h.profile_id], ["GATEWAY_TOKEN", h.token ?? "<token>"]], "=")
        : "";
    case "Postman":
      return JSON.stringify(postman(h), null, 2);
  }
}

function lines(rows: [string, string][], between: string): string {
  return rows.map(([name, value]) => name + between + value).join("\n");
}

export const tokenRow = "Bearer token";

/** What is sent to the partner. With a one-time link nobody has to send the token itself. */
export function rowsOf(h: HandOver, limits: string): [string, string][] {
  const token = h.link ? `open ${h.link} once, within 24 hours` : (h.token ?? (h.byPartner ? `generate it under ${h.portal_url}/credentials` : "ask for a new one"));
  return [...identity(h), [tokenRow, token], ...rest(h, limits)];
}

/** What the page shows: the token too, masked. */
export function shownRowsOf(h: HandOver, limits: string): [string, string][] {
  return [...identity(h), [tokenRow, h.token ?? ""], ...rest(h, limits)];
}

function identity(h: HandOver): [string, string][] {
  return [
    ["Base URL", h.base_url],
    ["Client ID", h.client_id ?? ""],
    ["Profile ID", h.profile_id],
  ];
}

function rest(h: HandOver, limits: string): [string, string][] {
  return [
    ["Collections", h.collections.map((c) => `${c.name} ${c.url}`).join(", ") || "none yet"],
    ["Limits", limits],
    ["Developer portal", h.portal_url],
  ];
}

/** A Postman collection (v2.1) with the credentials as variables. */
function postman(h: HandOver) {
  const header = [
    { key: "X-Client-ID", value: "{{client_id}}" },
    { key: "X-Profile-ID", value: "{{profile_id}}" },
  ];
  return {
    info: { name: `Gatehouse ${h.profile_id}`, schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    auth: { type: "bearer", bearer: [{ key: "token", value: "{{token}}", type: "string" }] },
    variable: [
      { key: "client_id", value: h.client_id },
      { key: "profile_id", value: h.profile_id },
      { key: "token", value: h.token ?? "" },
    ],
    item: h.collections.map((c) => ({ name: c.title || c.name, request: { method: "GET", url: firstUrl(h, c.url), header } })),
  };
}

/** The call of the curl line where it belongs to this collection, else the collection's own address. */
function firstUrl({ curl }: HandOver, base: string): string {
  const called = /'(https?:\/\/[^']+)'/.exec(curl ?? "")?.[1] ?? "";
  return called.startsWith(base) ? called : base;
}

/** The secrets made unreadable wherever they stand. */
export function masked(text: string, secrets: (string | null)[]): string {
  return secrets.reduce<string>((t, secret) => (secret ? t.replaceAll(secret, `${secret.slice(0, 4)}${"•".repeat(16)}`) : t), text);
}
