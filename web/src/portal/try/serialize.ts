// Parameters as they are sent: each value in the style that its documentation
// names (OpenAPI 3.1, "Style Values"). Items are escaped one by one, so that
// the delimiters between them differ from what they hold.
import type { Header, Parameter } from "../api/types";

/** What somebody fills in: a parameter, or a field of a form. */
export type Entry = Omit<Parameter, "in"> & { in: Parameter["in"] | "form" };

/** What may stand in an address as it is; all else is percent-encoded (RFC 3986, "unreserved"). */
export function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

type Member = [name: string, value: string];
type Read = { kind: "text"; text: string } | { kind: "list"; items: string[] } | { kind: "members"; members: Member[] };

/** What was typed, as its schema understands it. */
function read(p: Entry, typed: string): Read {
  if (p.media_type) return { kind: "text", text: oneLine(typed) };
  const type = p.schema?.type;
  if (type === "array") return { kind: "list", items: lines(typed) };
  const members = type === "object" ? membersOf(parsed(typed)) : undefined;
  return members ? { kind: "members", members } : { kind: "text", text: typed };
}

/** A list is typed with one value a line. */
export function lines(typed: string): string[] {
  return typed.split(/\r?\n/).filter((line) => line !== "");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value);
}

function membersOf(value: unknown): Member[] | undefined {
  if (!value || typeof value !== "object" || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([name, v]) => [name, textOf(v)]);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const plain = (text: string) => text;

/** Members in one value: "a=1,b=2" where they explode, else "a,1,b,2". */
function joined(read: Read, explode: boolean, between: string, escape: (text: string) => string): string {
  if (read.kind === "text") return escape(read.text);
  if (read.kind === "list") return read.items.map(escape).join(between);
  return read.members.map(([name, value]) => `${escape(name)}${explode ? "=" : between}${escape(value)}`).join(between);
}

/** The value of a path's parameter. "*" is the rest of the path, with segments of its own. */
export function pathValue(p: Entry, typed: string): string {
  if (p.name === "*") return typed.replace(/^\/+/, "").split("/").map(escaped).join("/");
  const found = read(p, typed);
  if (p.style === "label") return `.${joined(found, p.explode, p.explode ? "." : ",", escaped)}`;
  if (p.style !== "matrix") return joined(found, p.explode, ",", escaped);
  if (p.explode && found.kind === "list") return found.items.map((item) => `;${escaped(p.name)}=${escaped(item)}`).join("");
  if (p.explode && found.kind === "members") return found.members.map(([name, value]) => `;${escaped(name)}=${escaped(value)}`).join("");
  return `;${escaped(p.name)}=${joined(found, false, ",", escaped)}`;
}

const between: Record<string, string> = { spaceDelimited: "%20", pipeDelimited: "%7C" };

/** The pairs that a parameter adds to the query, percent-encoded. */
export function queryPairs(p: Entry, typed: string): Header[] {
  const found = read(p, typed);
  const name = escaped(p.name);
  if (p.style === "deepObject" && found.kind === "members") return deep(name, parsed(typed));
  if (p.explode && found.kind === "list") return found.items.map((item) => ({ name, value: escaped(item) }));
  if (p.explode && found.kind === "members") return found.members.map(([member, value]) => ({ name: escaped(member), value: escaped(value) }));
  return [{ name, value: joined(found, false, between[p.style] ?? ",", escaped) }];
}

/** "filter[at][from]=1": objects within objects go on with brackets; the items of a list repeat their name. */
function deep(name: string, value: unknown): Header[] {
  if (Array.isArray(value)) return value.flatMap((item) => deep(name, item));
  if (!value || typeof value !== "object") return [{ name, value: escaped(textOf(value)) }];
  return Object.entries(value).flatMap(([member, v]) => deep(`${name}%5B${escaped(member)}%5D`, v));
}

export function headerValue(p: Entry, typed: string): string {
  return joined(read(p, typed), p.explode, ",", plain).replaceAll(/[\r\n]+/g, " ");
}

/** "name=value" for the Cookie field; a value must hold no delimiter of it, so it is escaped. */
export function cookiePair(p: Entry, typed: string): string {
  return `${p.name}=${joined(read(p, typed), false, ",", escaped)}`;
}

/** What keeps a value from being of its type; undefined where nothing does. */
export function misfit(p: Entry, typed: string): string | undefined {
  if (typed === "") return undefined;
  const type = p.schema?.type;
  if (type === "array") return lines(typed).map((item) => wrongNumber(p.schema?.items?.type, item)).find(Boolean);
  if (type === "object" && !membersOf(parsed(typed))) return "This is no JSON object";
  return wrongNumber(type, typed);
}

function wrongNumber(type: string | undefined, text: string): string | undefined {
  if (type === "integer" && !/^-?\d+$/.test(text)) return `${text} is no whole number`;
  return type === "number" && (text.trim() === "" || Number.isNaN(Number(text))) ? `${text} is no number` : undefined;
}
