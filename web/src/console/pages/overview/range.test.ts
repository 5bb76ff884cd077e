import { expect, test } from "vitest";
import { rangeOf, searchOf } from "./range";

test("two moments are looked at with the span as long before them", () => {
  const range = rangeOf({ from: "2026-03-01T10:00:00Z", to: "2026-03-01T16:00:00Z", range: "7d" });
  expect(range.hours).toBe(6);
  expect(range.bounds(0)).toEqual({ from: "2026-03-01T10:00:00.000Z", to: "2026-03-01T16:00:00.000Z" });
  expect(range.bounds(1)).toEqual({ from: "2026-03-01T04:00:00.000Z", to: "2026-03-01T10:00:00.000Z" });
});

test("what is no span is the usual one", () => {
  for (const search of [{}, { range: "century" }, { from: "2026-03-01T10:00:00Z" }, { from: "2026-03-02T10:00:00Z", to: "2026-03-01T10:00:00Z" }]) {
    expect(rangeOf(search).search).toEqual({ range: "24h" });
  }
});

test("a choice takes the moments out of the address", () => {
  expect(searchOf("24h")).toEqual({ range: undefined, from: undefined, to: undefined });
  expect(searchOf("7d")).toEqual({ range: "7d", from: undefined, to: undefined });
});
