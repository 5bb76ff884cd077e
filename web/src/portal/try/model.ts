// The one model of a call: what Send sends, what every sample says and what is
// copied are made of the same parts.
import type { Header, Operation, Parameter, TryRequest } from "../api/types";

/** What a person typed, by "in:name"; lists have one value a line. */
export type Values = Record<string, string>;

export interface Inputs {
  values: Values;
  body: string;
  /** A file in place of the text. */
  file?: { name: string; base64: string };
  contentType: string;
}

/** A call without who makes it. */
export interface Parts {
  path: Record<string, string>;
  query: Header[];
  headers: Header[];
  body?: { text: string } | { file: string; base64: string };
}

export function keyOf(p: Pick<Parameter, "in" | "name">): string {
  return `${p.in}:${p.name}`;
}

/** The example of the documentation, so that the first Send needs no typing. */
export function exampleOf(o: Operation): Inputs {
  const query = new URLSearchParams(o.example.query);
  const header = (name: string) => Object.entries(o.example.headers).find(([n]) => n.toLowerCase() === name.toLowerCase())?.[1];
  const values: Values = {};
  for (const p of o.parameters) {
    const given = p.in === "path" ? o.example.path[p.name] : p.in === "query" ? query.getAll(p.name).join("\n") || undefined : p.in === "header" ? header(p.name) : undefined;
    const value = given ?? (p.required ? sampleOf(p) : "");
    if (value !== "") values[keyOf(p)] = value;
  }
  const content = o.request_body?.content[0];
  return { values, body: pretty(o.example.body || content?.example || ""), contentType: header("Content-Type") ?? content?.media_type ?? "" };
}

function sampleOf(p: Parameter): string {
  const value = p.example ?? p.schema?.example ?? p.schema?.default ?? p.schema?.enum[0];
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(String).join("\n");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** JSON with indents; anything else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Names of required parameters that are empty. */
export function missing(o: Operation, inputs: Inputs): Parameter[] {
  return o.parameters.filter((p) => p.required && p.in !== "cookie" && !(inputs.values[keyOf(p)] ?? "").trim());
}

export function partsOf(o: Operation, inputs: Inputs): Parts {
  const parts: Parts = { path: {}, query: [], headers: [] };
  const cookies: string[] = [];
  for (const p of o.parameters) {
    const value = inputs.values[keyOf(p)] ?? "";
    if (value === "") continue;
    if (p.in === "path") parts.path[p.name] = p.schema?.type === "array" ? lines(value).join(",") : value;
    else if (p.in === "query") parts.query.push(...queryOf(p, value));
    else if (p.in === "header") parts.headers.push({ name: p.name, value: lines(value).join(",") });
    else cookies.push(`${p.name}=${encodeURIComponent(value)}`);
  }
  if (cookies.length > 0) parts.headers.push({ name: "Cookie", value: cookies.join("; ") });
  if (!o.request_body || (inputs.body === "" && !inputs.file)) return parts;
  parts.headers.push({ name: "Content-Type", value: inputs.contentType || "application/json" });
  parts.body = inputs.file ? { file: inputs.file.name, base64: inputs.file.base64 } : { text: inputs.body };
  return parts;
}

const joints: Record<string, string> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** A query parameter in its style (OpenAPI 3.1, "Style Values"). */
function queryOf(p: Parameter, value: string): Header[] {
  if (p.schema?.type === "array") {
    const values = lines(value);
    return p.explode ? values.map((v) => ({ name: p.name, value: v })) : [{ name: p.name, value: values.join(joints[p.style] ?? ",") }];
  }
  const members = p.schema?.type === "object" && membersOf(value);
  if (!members) return [{ name: p.name, value }];
  if (p.style === "deepObject") return members.map(([k, v]) => ({ name: `${p.name}[${k}]`, value: v }));
  return p.explode ? members.map(([name, v]) => ({ name, value: v })) : [{ name: p.name, value: members.flat().join(",") }];
}

function membersOf(text: string): [string, string][] | undefined {
  try {
    const found: unknown = JSON.parse(text);
    if (!found || typeof found !== "object" || Array.isArray(found)) return undefined;
    return Object.entries(found).map(([k, v]) => [k, typeof v === "object" ? JSON.stringify(v) : String(v)]);
  } catch {
    return undefined;
  }
}

function lines(value: string): string[] {
  return value.split(/\r?\n/).filter((line) => line !== "");
}

/** What the relay takes: a collection and an operation, never an address. */
export function tryRequest(o: Operation, parts: Parts, profile: string, token?: string): TryRequest {
  const { body } = parts;
  return {
    collection: o.collection.id,
    operation_id: o.id,
    profile,
    path: parts.path,
    query: parts.query,
    headers: parts.headers,
    ...(body && ("text" in body ? { body: body.text, body_encoding: "text" as const } : { body: body.base64, body_encoding: "base64" as const })),
    ...(token && { token }),
  };
}

/** The address of a call: its template filled in. */
export function addressOf(o: Pick<Operation, "url">, parts: Parts): string {
  const path = o.url.replaceAll(/\{([^{}]+)\}/g, (all, name: string) => (parts.path[name] === undefined ? all : encodeURIComponent(parts.path[name])));
  const query = parts.query.map((q) => `${encodeURIComponent(q.name)}=${encodeURIComponent(q.value)}`).join("&");
  return query ? `${path}?${query}` : path;
}
