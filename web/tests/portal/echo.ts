// An API behind the gateway that remembers what arrived and answers in every way
// that a page must cope with, published as a collection of the demo's partner.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect, type Page } from "./fixtures";

export { expect, expectAccessible, expectFits, linkIn, codeIn, partner, picture, type Page } from "./fixtures";

export interface Arrived {
  method: string;
  url: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface Echo {
  /** Name of the collection. */
  name: string;
  arrived: Arrived[];
}

const parameter = (name: string, at: string, schema: object, more: object = {}) => ({ name, in: at, schema, ...more });
const list = { type: "array", items: { type: "string" } };
const object = { type: "object", properties: { from: { type: "string" }, to: { type: "string" } } };

const endpoints = [
  {
    method: "POST", path: "/things/{id}", summary: "Everything at once",
    parameters: [
      parameter("id", "path", { type: "string" }, { required: true }),
      parameter("tags", "query", list),
      parameter("codes", "query", list, { style: "pipeDelimited", explode: false }),
      parameter("words", "query", list, { style: "spaceDelimited", explode: false }),
      parameter("at", "query", object, { style: "deepObject" }),
      parameter("count", "query", { type: "integer" }),
      parameter("kinds", "query", { type: "array", items: { type: "string", enum: ["small", "large"] } }),
      parameter("X-Note", "header", { type: "string" }),
      parameter("theme", "cookie", { type: "string" }),
    ],
    request_body: { required: true, content: { "application/json": { schema: { type: "object", required: ["text"], properties: { text: { type: "string" } } } } } },
  },
  {
    method: "POST", path: "/forms", summary: "Send a form",
    request_body: {
      required: true,
      content: {
        "multipart/form-data": {
          schema: { type: "object", required: ["note", "photo"], properties: { note: { type: "string" }, kinds: { type: "array", items: { type: "string" } }, meta: { type: "object" }, photo: { type: "string", format: "binary" }, more: { type: "array", items: { type: "string", format: "binary" } } } },
          encoding: { photo: { contentType: "image/png" } },
        },
        "application/x-www-form-urlencoded": { schema: { type: "object", properties: { note: { type: "string" } } } },
      },
    },
  },
  ...["html", "binary", "big", "events", "empty"].map((kind) => ({ method: "GET", path: `/answers/${kind}`, summary: `Answer with ${kind}` })),
  { method: "DELETE", path: "/things/{id}", summary: "Take away" },
];

function answering(arrived: Arrived[]): Server {
  return createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    arrived.push({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(parts) });
    const kind = /\/answers\/(\w+)/.exec(request.url!)?.[1];
    if (kind === "html") return void response.setHeader("Content-Type", "text/html").end("<script>document.title = 'taken over'</script><h1>Hello</h1>");
    if (kind === "binary") return void response.setHeader("Content-Type", "image/png").end(Buffer.from([0x89, 0x50, 0, 0xff]));
    if (kind === "big") return void response.setHeader("Content-Type", "text/plain").end("0123456789".repeat(300_000));
    if (kind === "empty") return void response.writeHead(204).end();
    if (kind !== "events") return void response.setHeader("Content-Type", "application/json").end('{"ok":true}');
    response.setHeader("Content-Type", "text/event-stream");
    response.write("event: hello\ndata: one\n\n");
    setTimeout(() => response.end("data: <b>two</b>\n\n"), 300);
  });
}

export const test = base.extend<{ echo: Echo }>({
  echo: async ({ api, gatehouse, unique }, use) => {
    const arrived: Arrived[] = [];
    const server = answering(arrived);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const name = unique("echo");
    const upstream = { targets: [{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, weight: 1 }] };
    const { id } = await api.post<{ id: string }>("/collections", { name, title: `Echo ${name}`, base_path: `/${name}`, upstream, endpoints });
    await api.post(`/collections/${id}/publish`);
    await api.put(`/collections/${id}/clients/${gatehouse.client_id}`);
    await use({ name, arrived });
    await api.delete(`/collections/${id}/clients/${gatehouse.client_id}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

/** Goes to an operation of the collection as a partner would. */
export async function open(page: Page, { name }: Echo, operation: string): Promise<void> {
  await page.goto(`collections/${name}`);
  await page.getByRole("main").getByRole("link", { name: operation }).click();
  await expect(page.getByRole("heading", { name: operation, level: 1 })).toBeVisible();
}

export const answerOf = (page: Page) => page.getByRole("region", { name: "Answer", exact: true });

export async function send(page: Page, status = "200"): Promise<void> {
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(answerOf(page).getByRole("status")).toContainText(status);
}
