// The link to a call. What was typed stands behind the "#", which browsers send
// to nobody, and without anything that looks like a secret.
import type { Operation } from "../api/types";
import { fieldsOf } from "./form";
import { type Inputs, keyOf, type Values } from "./model";

const telling = /auth|token|secret|passw|api-?key|apikey|cookie|session|credential/i;
const longest = 6_000; // characters; a longer body makes a link that mail clients break

interface Linked {
  v: Values;
  b?: string;
  t?: string;
}

export function linkOf(o: Operation, inputs: Inputs): string {
  const linked: Linked = { v: {} };
  for (const p of [...o.parameters, ...fieldsOf(o, inputs.contentType).map((f) => f.entry)]) {
    const value = inputs.values[keyOf(p)];
    if (value && p.in !== "cookie" && !telling.test(p.name) && p.schema?.format !== "password") linked.v[keyOf(p)] = value;
  }
  if (inputs.body && !inputs.file && inputs.body.length <= longest && !telling.test(inputs.body)) linked.b = inputs.body;
  if (inputs.contentType) linked.t = inputs.contentType;
  const page = new URL(document.location.href);
  page.search = "";
  page.hash = `call=${encode(JSON.stringify(linked))}`;
  return page.toString();
}

/** What a link says, where this page was opened by one. */
export function linked(hash: string): Partial<Inputs> | undefined {
  const found = /(?:^|[#&])call=([A-Za-z0-9_-]+)/.exec(hash)?.[1];
  if (!found) return undefined;
  try {
    const { v, b, t } = JSON.parse(decode(found)) as Linked;
    const values = Object.fromEntries(Object.entries(v).filter((e): e is [string, string] => typeof e[1] === "string"));
    return { values, ...(typeof b === "string" && { body: b }), ...(typeof t === "string" && { contentType: t }) };
  } catch {
    return undefined; // a link that was cut off shows the example
  }
}

function encode(text: string): string {
  const raw = Array.from(new TextEncoder().encode(text), (b) => String.fromCharCode(b)).join("");
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(text: string): string {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder().decode(Uint8Array.from(raw, (c) => c.charCodeAt(0)));
}
