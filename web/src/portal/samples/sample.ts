// Samples of a call that run as they are, in eight languages, each with nothing
// but what the language brings along. Own generators: every value goes through
// its language's quoting, so that no value can end a string and run.
import type { Header, Operation } from "../api/types";
import { addressOf, type Parts } from "../try/model";

export interface Sample {
  method: string;
  url: string;
  headers: Header[];
  body?: { text: string } | { file: string };
}

/** Stands for the token in a header's value; samples read it from the environment. */
export const tokenPlace = "$GATEWAY_TOKEN";

/** The call with who makes it: the same parts that Send sends. */
export function sampleOf(o: Operation, parts: Parts, identity: Header[]): Sample {
  const { body } = parts;
  return {
    method: o.method,
    url: addressOf(o, parts),
    headers: [...identity, ...parts.headers].map(({ name, value }) => ({ name, value: value.replaceAll(/[\r\n]+/g, " ") })),
    ...(body && { body: "text" in body ? { text: body.text } : { file: body.file } }),
  };
}

/** What comes before the token in a header, or undefined for a header without one. */
export function beforeToken(value: string): string | undefined {
  return value.endsWith(tokenPlace) ? value.slice(0, -tokenPlace.length) : undefined;
}

/** For shells, PHP and Ruby: nothing inside single quotes means anything but itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function singleQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

// Characters that some compiler refuses in a source, or that make code read
// differently from what it does (bidirectional controls).
const unsafe = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A string literal of Python, JavaScript, Go, Java and C#, which share JSON's escapes. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
