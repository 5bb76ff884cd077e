// The one model of a call: what Send sends, what every sample says and what is
// copied are made of the same parts.
import type { Header, Operation, TryRequest } from "../api/types";
import { boundary, contentOf, encoded, fieldsOf, type FormPart, isMultipart, partsOfForm, type Picked, urlencoded } from "./form";
import { cookiePair, type Entry, headerValue, pathValue, queryPairs } from "./serialize";

/** What a person typed, by "in:name"; lists have one value a line. */
export type Values = Record<string, string>;

export interface Inputs {
  values: Values;
  body: string;
  /** A file in place of the text. */
  file?: Picked;
  /** The chosen files of a form, by field. */
  files: Record<string, Picked[]>;
  contentType: string;
}

/** A call without who makes it. What stands in path and query is percent-encoded. */
export interface Parts {
  path: Record<string, string>;
  query: Header[];
  headers: Header[];
  body?: { text: string } | { file: Picked } | { form: FormPart[] };
}

export function keyOf(p: Pick<Entry, "in" | "name">): string {
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
  const type = header("Content-Type") ?? o.request_body?.content[0]?.media_type ?? "";
  return { values: { ...values, ...formExample(o, type) }, body: pretty(o.example.body || contentOf(o, type)?.example || ""), files: {}, contentType: type };
}

/** The fields of a form as its example has them, else as each field's own example does. */
export function formExample(o: Operation, mediaType: string): Values {
  const whole = jsonObject(contentOf(o, mediaType)?.example ?? "");
  const values: Values = {};
  for (const { entry: p, file } of fieldsOf(o, mediaType)) {
    const value = file ? "" : whole ? typed(whole[p.name]) : p.required || p.example !== null ? sampleOf(p) : "";
    if (value !== "") values[keyOf(p)] = value;
  }
  return values;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return found && typeof found === "object" && !Array.isArray(found) ? (found as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function sampleOf(p: Entry): string {
  return typed(p.example ?? p.schema?.example ?? p.schema?.default ?? p.schema?.enum[0]);
}

/** A value as somebody would type it. */
function typed(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(typed).join("\n");
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

/** Required parameters and fields that are empty. */
export function missing(o: Operation, inputs: Inputs): Entry[] {
  const empty = (p: Entry) => p.required && !(inputs.values[keyOf(p)] ?? "").trim();
  const fields = fieldsOf(o, inputs.contentType).filter((f) => (f.file ? f.entry.required && !inputs.files[f.entry.name]?.length : empty(f.entry)));
  return [...o.parameters.filter(empty), ...fields.map((f) => f.entry)];
}

export function partsOf(o: Operation, inputs: Inputs): Parts {
  const parts: Parts = { path: {}, query: [], headers: [] };
  const cookies: string[] = [];
  for (const p of o.parameters) {
    const value = inputs.values[keyOf(p)] ?? "";
    if (value === "") continue;
    if (p.in === "path") parts.path[p.name] = pathValue(p, value);
    else if (p.in === "query") parts.query.push(...queryPairs(p, value));
    else if (p.in === "header") parts.headers.push({ name: p.name, value: headerValue(p, value) });
    else cookies.push(cookiePair(p, value));
  }
  if (cookies.length > 0) parts.headers.push({ name: "Cookie", value: cookies.join("; ") });
  return { ...parts, ...bodyOf(o, inputs, parts.headers) };
}

/** The body, and the header that says what it is. A form's says where its parts end, so each sender makes its own. */
function bodyOf(o: Operation, inputs: Inputs, headers: Header[]): Pick<Parts, "body" | "headers"> {
  if (!o.request_body) return { headers };
  const fields = fieldsOf(o, inputs.contentType);
  const form = partsOfForm(fields, (p) => inputs.values[keyOf(p)] ?? "", inputs.files);
  if (form.length > 0 && isMultipart(inputs.contentType)) return { headers, body: { form } };
  const text = fields.length > 0 ? urlencoded(form) : inputs.body;
  if (text === "" && !inputs.file) return { headers };
  return { headers: [...headers, { name: "Content-Type", value: inputs.contentType || "application/json" }], body: inputs.file ? { file: inputs.file } : { text } };
}

/** What the relay takes: a collection and an operation, never an address. */
export function tryRequest(o: Operation, parts: Parts, profile: string, token?: string): TryRequest {
  const { body } = parts;
  const form = body && "form" in body;
  return {
    collection: o.collection.id,
    operation_id: o.id,
    profile,
    path: parts.path,
    query: parts.query,
    escaped: true,
    headers: form ? [...parts.headers, { name: "Content-Type", value: `multipart/form-data; boundary=${boundary}` }] : parts.headers,
    ...(body && ("text" in body ? { body: body.text, body_encoding: "text" as const } : { body: form ? encoded(body.form) : body.file.base64, body_encoding: "base64" as const })),
    ...(token && { token }),
  };
}

/** The address of a call: its template filled in. */
export function addressOf(o: Pick<Operation, "url">, parts: Parts): string {
  const path = o.url.replaceAll(/\{([^{}]+)\}/g, (all, name: string) => parts.path[name] ?? all).replace(/\/\*$/, () => `/${parts.path["*"] ?? ""}`);
  const query = parts.query.map((q) => `${q.name}=${q.value}`).join("&");
  return query ? `${path}?${query}` : path;
}
