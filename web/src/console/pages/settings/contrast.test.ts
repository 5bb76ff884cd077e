import { expect, test } from "vitest";
import { contrast, isColor } from "./contrast";

test("contrast is WCAG's", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#ffffff", "#ffffff")).toBe(1);
  // The textbook grey that just passes on white, and the one that just fails.
  expect(contrast("#767676", "#ffffff")).toBeGreaterThan(4.5);
  expect(contrast("#ffffff", "#777777")).toBeLessThan(4.5);
});

test("a colour is six hexadecimal digits", () => {
  expect(["#1a5fb4", "#1A5FB4"].every(isColor)).toBe(true);
  expect(["1a5fb4", "#fff", "red", "#12345g", ""].some(isColor)).toBe(false);
});
