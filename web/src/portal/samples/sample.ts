// Samples of a call that run as they are, in eight languages, each with nothing
// but what the language brings along. Own generators: every value goes through
// its language's quoting, so that no value can end a string and run.
import type { Header, Operation } from "../api/types";
import { boundary, type FormPart, segments } from "../try/form";
import { addressOf, type Parts } from "../try/model";
import { tokenPlace } from "./token-place";

export interface Sample {
  method: string;
  url: string;
  headers: Header[];
  body?: { text: string } | { file: string } | { form: FormPart[] };
}

/** The call with who makes it: the same parts that Send sends. */
export function sampleOf(o: Operation, parts: Parts, identity: Header[]): Sample {
  const { body } = parts;
  return {
    method: o.method,
    url: addressOf(o, parts),
    headers: [...identity, ...parts.headers].map(({ name, value }) => ({ name, value: value.replaceAll(/[\r\n]+/g, " ") })),
    ...(body && { body: "file" in body ? { file: body.file.name } : body }),
  };
}

/** A part of a body as code: a text, or the bytes of a file. */
export type Piece = { text: string } | { file: string };

/** The call with its body as it goes over the wire, for languages that know no forms. */
export function written(sample: Sample): { headers: Header[]; pieces: Piece[] } {
  const { headers, body } = sample;
  if (!body) return { headers, pieces: [] };
  if (!("form" in body)) return { headers, pieces: [body] };
  const type = { name: "Content-Type", value: `multipart/form-data; boundary=${boundary}` };
  return { headers: [...headers, type], pieces: segments(body.form).map((s) => ("text" in s ? s : { file: s.file.name })) };
}

/** A form that the form classes of languages can send: those give no text a type without making a file of it. */
export function plainForm(body: Sample["body"]): FormPart[] | undefined {
  return body && "form" in body && body.form.every((p) => "file" in p || !p.type) ? body.form : undefined;
}

/** What comes before the token in a header, or undefined for a header without one. */
export function beforeToken(value: string): string | undefined {
  return value.endsWith(tokenPlace) ? value.slice(0, -tokenPlace.length) : undefined;
}

/** A header's value as an expression: a literal, or one with the token of the environment behind it. */
export function valueOf(value: string, quote: (text: string) => string, token: string, join: string): string {
  const before = beforeToken(value);
  return before === undefined ? quote(value) : `${quote(before)}${join}${token}`;
}

/** For shells, PHP and Ruby: nothing inside single quotes means anything but itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function singleQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** For texts of PHP and Ruby whose line ends must survive the clipboard. What begins a variable differs: "$" and "#". */
export function doubleQuoted(text: string, sign: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll(sign, `\\${sign}`).replaceAll("\r", "\\r").replaceAll("\n", "\\n")}"`;
}

// Characters that some compiler refuses in a source, or that make code read
// differently from what it does (bidirectional controls).
const unsafe = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A string literal of Python, JavaScript, Go, Java and C#, which share JSON's escapes. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
