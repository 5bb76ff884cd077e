// Checks a body against its documented JSON Schema: the keywords that people
// meet. What is not known here is not judged; the gateway and the upstream do.

import { isFormat, misfit } from "./format";

export interface Finding {
  pointer: string;
  text: string;
}

type Json = Record<string, unknown>;
const deepest = 40;

/** What is wrong with a JSON text; empty where nothing is. */
export function checkBody(text: string, schema: unknown): Finding[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [{ pointer: "", text: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.` }];
  }
  const check = new Check(schema);
  check.value(value, schema, "", 0);
  return check.findings.slice(0, 20);
}

class Check {
  findings: Finding[] = [];
  /** Something was met that is not judged here, so "nothing found" proves nothing. */
  unsure = false;

  constructor(private readonly root: unknown) {}

  value(value: unknown, schema: unknown, at: string, depth: number): void {
    const s = this.resolve(schema);
    if (!s || depth > deepest) {
      this.unsure ||= schema !== true;
      return;
    }
    this.unsure ||= !isJudged(s);
    if (value === null && s.nullable === true) return;
    if (!this.type(value, s.type)) {
      this.say(at, `must be ${typeWords(s.type)}, is ${typeWords(kind(value))}`);
      return;
    }
    if (Array.isArray(s.enum) && !s.enum.some((e) => same(e, value))) this.say(at, `must be one of ${s.enum.map((e) => JSON.stringify(e)).join(", ")}`);
    if ("const" in s && !same(s.const, value)) this.say(at, `must be ${JSON.stringify(s.const)}`);
    if (typeof value === "string") this.text(value, s, at);
    if (typeof value === "number") this.number(value, s, at);
    if (Array.isArray(value)) this.list(value, s, at, depth);
    else if (value && typeof value === "object") this.object(value as Json, s, at, depth);
    this.variants(value, s, at, depth);
  }

  private say(pointer: string, text: string): void {
    this.findings.push({ pointer, text });
  }

  private resolve(schema: unknown): Json | undefined {
    let found: unknown = schema;
    for (let i = 0; i < 10 && isJson(found) && typeof found.$ref === "string"; i++) found = this.referred(found.$ref);
    return isJson(found) ? found : undefined;
  }

  private referred(ref: string): unknown {
    if (!ref.startsWith("#")) return undefined;
    const steps = ref.slice(2).split("/").filter((p) => p !== "");
    return steps.reduce<unknown>((at, step) => (isJson(at) ? at[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")] : undefined), this.root);
  }

  private type(value: unknown, type: unknown): boolean {
    const wanted = typeof type === "string" ? [type] : Array.isArray(type) ? type : [];
    if (wanted.length === 0) return true;
    return wanted.some((t) => t === kind(value) || (t === "number" && kind(value) === "integer"));
  }

  private text(value: string, s: Json, at: string): void {
    const length = [...value].length;
    if (typeof s.minLength === "number" && length < s.minLength) this.say(at, `must have at least ${s.minLength} characters`);
    if (typeof s.maxLength === "number" && length > s.maxLength) this.say(at, `must have at most ${s.maxLength} characters`);
    if (typeof s.pattern === "string" && value.length < 10_000 && !matches(value, s.pattern)) this.say(at, `must match ${s.pattern}`);
    const wanted = misfit(value, s.format);
    if (wanted) this.say(at, `must be ${wanted}`);
  }

  private number(value: number, s: Json, at: string): void {
    if (typeof s.minimum === "number" && (s.exclusiveMinimum === true ? value <= s.minimum : value < s.minimum)) this.say(at, `must be at least ${s.minimum}`);
    if (typeof s.maximum === "number" && (s.exclusiveMaximum === true ? value >= s.maximum : value > s.maximum)) this.say(at, `must be at most ${s.maximum}`);
    if (typeof s.exclusiveMinimum === "number" && value <= s.exclusiveMinimum) this.say(at, `must be more than ${s.exclusiveMinimum}`);
    if (typeof s.exclusiveMaximum === "number" && value >= s.exclusiveMaximum) this.say(at, `must be less than ${s.exclusiveMaximum}`);
  }

  private list(value: unknown[], s: Json, at: string, depth: number): void {
    if (typeof s.minItems === "number" && value.length < s.minItems) this.say(at, `must have at least ${s.minItems} entries`);
    if (typeof s.maxItems === "number" && value.length > s.maxItems) this.say(at, `must have at most ${s.maxItems} entries`);
    this.unsure ||= value.length > 200;
    if (s.items) value.slice(0, 200).forEach((v, i) => this.value(v, s.items, `${at}/${i}`, depth + 1));
  }

  private object(value: Json, s: Json, at: string, depth: number): void {
    const known = isJson(s.properties) ? s.properties : {};
    const required = Array.isArray(s.required) ? s.required.map(String) : [];
    for (const name of required) if (!Object.hasOwn(value, name)) this.say(`${at}/${name}`, "is required");
    for (const [name, v] of Object.entries(value)) {
      if (Object.hasOwn(known, name)) this.value(v, known[name], `${at}/${name}`, depth + 1);
      else if (s.additionalProperties === false && !s.patternProperties) this.say(`${at}/${name}`, "is not documented");
      else if (isJson(s.additionalProperties)) this.value(v, s.additionalProperties, `${at}/${name}`, depth + 1);
    }
  }

  private variants(value: unknown, s: Json, at: string, depth: number): void {
    if (Array.isArray(s.allOf)) s.allOf.forEach((part) => this.value(value, part, at, depth + 1));
    for (const key of ["anyOf", "oneOf"]) {
      const parts = s[key];
      if (!Array.isArray(parts) || parts.length === 0) continue;
      const tries = parts.map((part) => {
        const one = new Check(this.root);
        one.value(value, part, at, depth + 1);
        return one;
      });
      const closest = tries.toSorted((a, b) => a.findings.length - b.findings.length)[0]!;
      this.findings.push(...closest.findings);
      this.unsure ||= tries.some((t) => t.unsure);
      const fitting = tries.filter((t) => t.findings.length === 0);
      if (key === "oneOf" && fitting.length > 1 && !fitting.some((t) => t.unsure)) {
        this.say(at, `must match exactly one of the ${parts.length} documented alternatives, matches ${fitting.length}`);
      }
    }
  }
}

const judged = new Set(
  ("type enum const nullable minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum minItems maxItems items required properties " +
    "additionalProperties allOf anyOf oneOf title description default example examples deprecated readOnly writeOnly xml externalDocs discriminator $comment $defs").split(" "),
);

/** Whether all that a schema asks for is judged here. */
function isJudged(s: Json): boolean {
  return Object.keys(s).every((k) => judged.has(k) || k.startsWith("x-")) && (s.format === undefined || isFormat(s.format));
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function typeWords(type: unknown): string {
  return (Array.isArray(type) ? type : [type]).map((t) => words[String(t)] ?? String(t)).join(" or ");
}

const words: Record<string, string> = { integer: "a whole number", number: "a number", string: "a string", boolean: "true or false", array: "a list", object: "an object", null: "null" };

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A pattern that this browser does not know decides nothing. */
function matches(value: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}
