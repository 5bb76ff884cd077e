import { expect, test } from "vitest";
import { labelRule, labelsBody, labelTexts } from "./labels";

const labels = { tier: "gold", region: "eu:west", "a:b": "c", "d\\e": "f\\:g", "": "h" };

test("labels are written as they are read, colons and backslashes in names too", () => {
  const texts = labelTexts(labels);
  expect(texts).toEqual([":h", "a\\:b:c", "d\\\\e:f\\:g", "region:eu:west", "tier:gold"]);
  expect(labelsBody(texts, labels)).toEqual(labels);
});

test("what is no longer there is taken away", () => {
  expect(labelsBody(["region:eu", "team:x"], { region: "us", "a:b": "c" })).toEqual({ region: "eu", team: "x", "a:b": null });
});

test.each([
  ["region:eu", true],
  ["region:", true],
  ["a\\:b:c", true],
  ["C:\\temp", true],
  ["region", false],
  ["a\\:b", false],
  [":eu", false],
  [`region:${"x".repeat(257)}`, false],
])("%s", (text, fine) => expect(labelRule(text) === null).toBe(fine));
