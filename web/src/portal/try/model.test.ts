import { expect, test } from "vitest";
import type { Operation, Parameter, Schema } from "../api/types";
import { checkBody } from "./check";
import { linked, linkOf } from "./link";
import { addressOf, exampleOf, type Inputs, missing, partsOf, tryRequest } from "./model";
import { misfit } from "./serialize";

const schema = (type: string, more: Partial<Schema> = {}) => ({ name: null, type, format: null, enum: [], properties: [], variants: [], constraints: [], items: null, required: false, example: null, default: null, description_html: "", ...more }) as unknown as Schema;
const parameter = (name: string, at: Parameter["in"], more: Partial<Parameter> = {}) => ({ name, in: at, required: false, style: "form", explode: true, media_type: null, example: null, schema: schema("string"), ...more }) as unknown as Parameter;

function operation(parameters: Parameter[], more: Partial<Operation> = {}): Operation {
  return {
    id: "ep_1",
    method: "GET",
    url: "https://api.example.com/things/{id}",
    collection: { id: "things", name: "Things" },
    parameters,
    request_body: null,
    example: { path: {}, query: "", headers: {}, body: "" },
    ...more,
  } as unknown as Operation;
}

const inputs = (values: Record<string, string>, more: Partial<Inputs> = {}): Inputs => ({ values, body: "", files: {}, contentType: "", ...more });

const typed = (at: Parameter["in"], type: string, style: string, explode: boolean) => operation([parameter("t", at, { schema: schema(type), style, explode })]);
const listed = "a,b\nc d";
const object = '{"x":1,"y":"b&c"}';

// As in the tables of OpenAPI 3.1, "Style Examples"; an item's own comma is escaped, the one between items is not.
test.each([
  ["query", "array", "form", true, listed, "t=a%2Cb&t=c%20d"],
  ["query", "array", "form", false, listed, "t=a%2Cb,c%20d"],
  ["query", "array", "spaceDelimited", false, listed, "t=a%2Cb%20c%20d"],
  ["query", "array", "pipeDelimited", false, listed, "t=a%2Cb%7Cc%20d"],
  ["query", "object", "form", true, object, "x=1&y=b%26c"],
  ["query", "object", "form", false, object, "t=x,1,y,b%26c"],
  ["query", "object", "deepObject", true, object, "t%5Bx%5D=1&t%5By%5D=b%26c"],
  ["query", "object", "deepObject", true, '{"a":{"from":1},"b":[2,3]}', "t%5Ba%5D%5Bfrom%5D=1&t%5Bb%5D=2&t%5Bb%5D=3"],
  ["query", "object", "form", true, "not JSON", "t=not%20JSON"],
  ["query", "string", "form", true, "it's (a)*!", "t=it%27s%20%28a%29%2A%21"],
] as const)("%s, a %s in style %s, exploded %s", (at, type, style, explode, value, want) => {
  const found = partsOf(typed(at, type, style, explode), inputs({ "query:t": value })).query;
  expect(found.map((q) => `${q.name}=${q.value}`).join("&")).toBe(want);
});

test.each([
  ["array", "simple", false, listed, "a%2Cb,c%20d"],
  ["object", "simple", true, object, "x=1,y=b%26c"],
  ["string", "label", false, "5", ".5"],
  ["array", "label", true, listed, ".a%2Cb.c%20d"],
  ["string", "matrix", false, "5", ";t=5"],
  ["array", "matrix", false, listed, ";t=a%2Cb,c%20d"],
  ["array", "matrix", true, listed, ";t=a%2Cb;t=c%20d"],
  ["object", "matrix", true, object, ";x=1;y=b%26c"],
] as const)("path, a %s in style %s, exploded %s", (type, style, explode, value, want) => {
  expect(partsOf(typed("path", type, style, explode), inputs({ "path:t": value })).path.t).toBe(want);
});

test("headers and cookies are written, and a parameter with a media type is one JSON text", () => {
  const o = operation([
    parameter("X-List", "header", { schema: schema("array"), style: "simple", explode: false }),
    parameter("theme", "cookie"), parameter("ids", "cookie", { schema: schema("array") }),
    parameter("filter", "query", { schema: schema("object"), media_type: "application/json" }),
  ]);
  const parts = partsOf(o, inputs({ "header:X-List": "a\nb", "cookie:theme": "d;k", "cookie:ids": "1\n2", "query:filter": '{\n  "a": 1\n}' }));
  expect(parts.headers).toEqual([{ name: "X-List", value: "a,b" }, { name: "Cookie", value: "theme=d%3Bk; ids=1,2" }]);
  expect(parts.query).toEqual([{ name: "filter", value: "%7B%22a%22%3A1%7D" }]);
});

test("Send and the samples are made of the same parts", () => {
  const o = operation([parameter("id", "path", { required: true, style: "simple" }), parameter("q", "query")]);
  const parts = partsOf(o, inputs({ "path:id": "a/b ?", "query:q": "x&y=z" }));
  expect(addressOf(o, parts)).toBe("https://api.example.com/things/a%2Fb%20%3F?q=x%26y%3Dz");
  expect(tryRequest(o, parts, "acme-standard")).toEqual({ collection: "things", operation_id: "ep_1", profile: "acme-standard", path: { id: "a%2Fb%20%3F" }, query: [{ name: "q", value: "x%26y%3Dz" }], escaped: true, headers: [] });
  const rest = operation([parameter("*", "path")], { url: "https://api.example.com/files/*" });
  expect(addressOf(rest, partsOf(rest, inputs({ "path:*": "/a b/c?d" })))).toBe("https://api.example.com/files/a%20b/c%3Fd");
});

const form = (type: string) =>
  operation([], {
    request_body: {
      required: true, description_html: "",
      content: [{ media_type: type, example: null, json_schema: null, encoding: [{ property: "photo", content_type: "image/png, image/jpeg" }],
        schema: schema("object", { properties: [schema("string", { name: "note", required: true }), schema("array", { name: "tags", items: schema("string") }), schema("object", { name: "meta" }), schema("string", { name: "photo", format: "binary" }), schema("string", { name: "id", constraints: ["in answers alone"] })] }) }],
    },
  });

test("a form has a part for each field, and its files are no text", () => {
  const picked = { name: "a.png", type: "", base64: "AP8=" };
  const filled = inputs({ "form:note": "x y", "form:tags": "1\n2", "form:meta": '{"a":1}' }, { contentType: "multipart/form-data", files: { photo: [picked] } });
  const o = form("multipart/form-data");
  expect(missing(o, inputs({}, { contentType: "multipart/form-data" })).map((e) => e.name)).toEqual(["note"]);
  const { body, headers } = partsOf(o, filled);
  expect(body).toEqual({ form: [{ name: "note", text: "x y" }, { name: "tags", text: "1" }, { name: "tags", text: "2" }, { name: "meta", type: "application/json", text: '{"a":1}' }, { name: "photo", type: "image/png", file: picked }] });
  expect(headers).toEqual([]);
  const sent = tryRequest(o, { path: {}, query: [], headers, body }, "p");
  expect(sent.headers![0]!.value).toMatch(/^multipart\/form-data; boundary=/);
  expect(atob(sent.body!)).toContain('name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\0\u00ff\r\n--');
  const plain = form("application/x-www-form-urlencoded");
  expect(partsOf(plain, { ...filled, contentType: "application/x-www-form-urlencoded" }).body).toEqual({ text: "note=x+y&tags=1&tags=2&meta=%7B%22a%22%3A1%7D" });
});

test("what is of another type is told while it is typed", () => {
  const of = (type: string, items?: string) => parameter("t", "query", { schema: schema(type, { items: items ? schema(items) : null }) });
  expect([misfit(of("integer"), "1.5"), misfit(of("number"), "1e3"), misfit(of("array", "integer"), "1\nx"), misfit(of("object"), "[]"), misfit(of("integer"), "")]).toEqual(["1.5 is no whole number", undefined, "x is no whole number", "This is no JSON object", undefined]);
});

test("the example fills in what is needed", () => {
  const o = operation([parameter("id", "path", { required: true }), parameter("s", "query", { required: true, schema: schema("string", { enum: ["new"] }) }), parameter("o", "query")], { example: { path: { id: "12" }, query: "", headers: {}, body: "" } });
  const example = exampleOf(o);
  expect(example.values).toEqual({ "path:id": "12", "query:s": "new" });
  expect(missing(o, example)).toEqual([]);
  expect(missing(o, inputs({})).map((p) => p.name)).toEqual(["id", "s"]);
});

test("a link carries what was typed, but nothing that looks like a secret", () => {
  const o = operation([parameter("id", "path"), parameter("X-Api-Key", "header"), parameter("pin", "query", { schema: schema("string", { format: "password" }) })]);
  const link = new URL(linkOf(o, inputs({ "path:id": "grüße", "header:X-Api-Key": "k-secret", "query:pin": "1234" }, { body: '{"a":1}', contentType: "application/json" })));
  expect(linked(link.hash)).toEqual({ values: { "path:id": "grüße" }, body: '{"a":1}', contentType: "application/json" });
  expect(link.search).toBe("");
  expect(linked("#call=AAAA")).toBeUndefined();
  expect(linked("")).toBeUndefined();
});

test("a body is compared with its schema, also one that refers to itself", () => {
  const tree = { $ref: "#/$defs/node", $defs: { node: { type: "object", required: ["name"], additionalProperties: false, properties: { name: { type: "string", minLength: 2 }, kids: { type: "array", items: { $ref: "#/$defs/node" } } } } } };
  expect(checkBody('{"name":"ab","kids":[{"name":"cd"}]}', tree)).toEqual([]);
  expect(checkBody('{"name":"a","kids":[{}],"x":1}', tree)).toEqual([
    { pointer: "/name", text: "must have at least 2 characters" },
    { pointer: "/kids/0/name", text: "is required" },
    { pointer: "/x", text: "is not documented" },
  ]);
  expect(checkBody("{", tree)[0]!.text).toMatch(/^This is not JSON/);
  expect(checkBody("null", { type: ["object", "null"] })).toEqual([]);
  expect(checkBody("1.5", { type: "integer", maximum: 1 })).toEqual([{ pointer: "", text: "must be a whole number, is a number" }]);
  expect(checkBody('{"k":"b"}', { oneOf: [{ properties: { k: { const: "a" } } }, { properties: { k: { const: "b" } } }] })).toEqual([]);
  expect(checkBody('{"k":"b"}', { anyOf: [{ required: ["k"] }, { type: "object" }] })).toEqual([]);
});
