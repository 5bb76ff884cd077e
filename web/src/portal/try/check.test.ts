import { expect, test } from "vitest";
import { checkBody } from "./check";

test("of oneOf, a body matches exactly one", () => {
  const both = [{ required: ["card"] }, { required: ["iban"] }];
  expect(checkBody('{"card":"1"}', { oneOf: both })).toEqual([]);
  expect(checkBody('{"card":"1","iban":"2"}', { oneOf: both })).toEqual([{ pointer: "", text: "must match exactly one of the 2 documented alternatives, matches 2" }]);
  expect(checkBody("{}", { oneOf: both })).toEqual([{ pointer: "/card", text: "is required" }]);
});

test("what is not judged here rules no alternative in", () => {
  for (const unknown of [{ not: { required: ["iban"] } }, { $ref: "https://elsewhere.example/a.json" }, { type: "object", properties: { card: { format: "credit-card" } } }]) {
    expect(checkBody('{"card":"1"}', { oneOf: [{ required: ["card"] }, unknown] })).toEqual([]);
  }
});

test.each([
  ["date", ["2028-02-29"], ["2027-02-29", "2030-1-3", "today"]],
  ["date-time", ["2030-01-31T12:00:00Z", "2030-01-31t12:00:60.5+02:00"], ["2030-01-31", "2030-01-31 12:00:00Z", "2030-01-31T24:00:00Z", "2030-01-31T12:00:00"]],
  ["email", ["dev@acme.example"], ["dev", "a@b@c", "a b@c.example"]],
  ["uuid", ["123e4567-E89B-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000", "x"]],
  ["uri", ["https://example.com/a?b", "urn:isbn:1"], ["/relative", "https://exa mple.com"]],
  ["ipv4", ["203.0.113.7"], ["203.0.113", "256.1.1.1", "01.2.3.4"]],
  ["ipv6", ["2001:db8::1", "::ffff:203.0.113.7"], ["2001:db8", "203.0.113.7", "::g"]],
  ["hostname-of-ours", ["anything"], []],
] as const)("%s is checked", (format, right, wrong) => {
  for (const value of right) expect(checkBody(JSON.stringify(value), { type: "string", format })).toEqual([]);
  for (const value of wrong) expect(checkBody(JSON.stringify(value), { type: "string", format }), value).toHaveLength(1);
});
