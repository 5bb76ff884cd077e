// Bodies that are forms: fields typed by the schema, and how they are written.
import type { Content, Operation, Schema } from "../api/types";
import { type Entry, escaped, lines } from "./serialize";

/** A file that somebody chose. It is in memory alone. */
export interface Picked {
  name: string;
  type: string;
  base64: string;
}

export interface Field {
  entry: Entry;
  file: boolean;
  /** The media type of the part, where the documentation or the type asks for one. */
  type?: string;
}

/** A part of multipart/form-data (RFC 7578). */
export type FormPart = { name: string; type?: string } & ({ text: string } | { file: Picked });

export function isForm(mediaType: string): boolean {
  return /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(mediaType);
}

export function isMultipart(mediaType: string): boolean {
  return /^multipart\/form-data\b/i.test(mediaType);
}

/** The fields of the chosen form; none where the body is no form, or nobody documented its fields. */
export function fieldsOf(o: Operation, mediaType: string): Field[] {
  const content = contentOf(o, mediaType);
  if (!content?.schema || !isForm(mediaType)) return [];
  return content.schema.properties.filter((s) => !s.constraints.includes("in answers alone")).map((s) => fieldOf(s, content));
}

export function contentOf(o: Operation, mediaType: string): Content | undefined {
  return o.request_body?.content.find((c) => c.media_type === mediaType) ?? o.request_body?.content[0];
}

function fieldOf(schema: Schema, content: Content): Field {
  const one = schema.type === "array" ? schema.items : schema;
  const named = content.encoding.find((e) => e.property === schema.name)?.content_type.split(",")[0]?.trim();
  const type = named || (one?.type === "object" ? "application/json" : undefined);
  const file = isMultipart(content.media_type) && one?.type === "string" && (one.format === "binary" || /^(image|audio|video)\/|octet-stream|pdf|zip/.test(named ?? ""));
  const entry: Entry = {
    name: schema.name ?? "", in: "form", required: schema.required, deprecated: false, description_html: schema.description_html,
    style: "form", explode: true, media_type: null, schema, example: schema.example,
  };
  return { entry, file, ...(type && { type }) };
}

/** The filled-in fields in their order; a list has a part for each of its items. */
export function partsOfForm(fields: Field[], value: (e: Entry) => string, files: Record<string, Picked[]>): FormPart[] {
  return fields.flatMap(({ entry: p, file, type }): FormPart[] => {
    const part = { name: p.name, ...(type && { type }) };
    if (file) return (files[p.name] ?? []).map((f) => ({ name: p.name, type: f.type || type || "application/octet-stream", file: f }));
    const text = value(p);
    if (text === "") return [];
    return (p.schema?.type === "array" ? lines(text) : [text]).map((t) => ({ ...part, text: t }));
  });
}

/** application/x-www-form-urlencoded, where a space is a plus (WHATWG URL). */
export function urlencoded(parts: FormPart[]): string {
  const write = (text: string) => escaped(text).replaceAll("%20", "+");
  return parts.flatMap((p) => ("text" in p ? [`${write(p.name)}=${write(p.text)}`] : [])).join("&");
}

/** Ends the parts of a form. It is the same in every call, so that a sample does not change while it is read. */
export const boundary = "----GatehouseForm7MA4YWxkTrZu0gW";

/** A multipart body as text between files, the way it goes over the wire. */
export function segments(parts: FormPart[]): ({ text: string } | { file: Picked })[] {
  const out: ({ text: string } | { file: Picked })[] = [];
  let text = "";
  for (const part of parts) {
    text += `--${boundary}\r\n${headOf(part)}\r\n\r\n`;
    if ("file" in part) {
      out.push({ text }, { file: part.file });
      text = "";
    } else text += part.text;
    text += "\r\n";
  }
  return [...out, { text: `${text}--${boundary}--\r\n` }];
}

function headOf(part: FormPart): string {
  const file = "file" in part ? `; filename="${inHead(part.file.name)}"` : "";
  return `Content-Disposition: form-data; name="${inHead(part.name)}"${file}${part.type ? `\r\nContent-Type: ${part.type}` : ""}`;
}

/** What would end a quoted name is percent-encoded, as browsers do it (RFC 7578 §4.2, WHATWG HTML). */
function inHead(text: string): string {
  return text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** A multipart body in base64, for the relay. */
export function encoded(parts: FormPart[]): string {
  const raw = segments(parts).map((s) => ("text" in s ? binary(new TextEncoder().encode(s.text)) : atob(s.file.base64)));
  return btoa(raw.join(""));
}

/** Bytes as a string of characters up to U+00FF, which btoa wants. */
export function binary(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return out;
}
