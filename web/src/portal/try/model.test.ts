import { expect, test } from "vitest";
import type { Operation, Parameter, Schema } from "../api/types";
import { checkBody } from "./check";
import { linked, linkOf } from "./link";
import { addressOf, exampleOf, missing, partsOf, tryRequest } from "./model";

const schema = (type: string, more: Partial<Schema> = {}) => ({ type, enum: [], properties: [], variants: [], constraints: [], ...more }) as unknown as Schema;
const parameter = (name: string, at: Parameter["in"], more: Partial<Parameter> = {}) => ({ name, in: at, required: false, style: "form", explode: true, schema: schema("string"), ...more }) as unknown as Parameter;

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

const inputs = (values: Record<string, string>) => ({ values, body: "", contentType: "" });

test("lists and objects go into the query in their style", () => {
  const list = (style: string, explode: boolean) => operation([parameter("t", "query", { schema: schema("array"), style, explode })]);
  const query = (o: Operation, value: string) => partsOf(o, inputs({ "query:t": value })).query;
  expect(query(list("form", true), "a\nb")).toEqual([{ name: "t", value: "a" }, { name: "t", value: "b" }]);
  expect(query(list("form", false), "a\nb")).toEqual([{ name: "t", value: "a,b" }]);
  expect(query(list("pipeDelimited", false), "a\nb")).toEqual([{ name: "t", value: "a|b" }]);
  const deep = operation([parameter("t", "query", { schema: schema("object"), style: "deepObject" })]);
  expect(query(deep, '{"a":1,"b":"x"}')).toEqual([{ name: "t[a]", value: "1" }, { name: "t[b]", value: "x" }]);
});

test("Send and the samples are made of the same parts", () => {
  const o = operation([parameter("id", "path", { required: true }), parameter("q", "query")]);
  const parts = partsOf(o, inputs({ "path:id": "a/b ?", "query:q": "x&y=z" }));
  expect(addressOf(o, parts)).toBe("https://api.example.com/things/a%2Fb%20%3F?q=x%26y%3Dz");
  expect(tryRequest(o, parts, "acme-standard")).toEqual({ collection: "things", operation_id: "ep_1", profile: "acme-standard", path: { id: "a/b ?" }, query: [{ name: "q", value: "x&y=z" }], headers: [] });
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
  const link = new URL(linkOf(o, { values: { "path:id": "grüße", "header:X-Api-Key": "k-secret", "query:pin": "1234" }, body: '{"a":1}', contentType: "application/json" }));
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
  expect(checkBody("1.5", { type: "integer", maximum: 1 })).toEqual([{ pointer: "", text: "must be a whole number, is number" }]);
  expect(checkBody('{"k":"b"}', { oneOf: [{ properties: { k: { const: "a" } } }, { properties: { k: { const: "b" } } }] })).toEqual([]);
});
