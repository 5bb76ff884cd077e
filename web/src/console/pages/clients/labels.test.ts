import { expect, test } from "vitest";
import { labelRule, labelsBody, labelTexts } from "./labels";

test("labels are written and read alike, and one with a colon in its name is left alone", () => {
  const labels = { tier: "gold", region: "eu:west", "a:b": "c" };
  expect(labelTexts(labels)).toEqual(["region:eu:west", "tier:gold"]);
  expect(labelsBody(["region:eu:west", "team:x"], labels)).toEqual({ region: "eu:west", tier: null, team: "x" });
});

test.each([
  ["region:eu", true],
  ["region:", true],
  ["region", false],
  [":eu", false],
  [`region:${"x".repeat(257)}`, false],
])("%s", (text, fine) => expect(labelRule(text) === null).toBe(fine));
