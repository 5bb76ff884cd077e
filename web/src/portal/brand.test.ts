import { expect, test } from "vitest";
import { contrast, shadesOf } from "./brand";

const accents = ["#355fd3", "#ffeb3b", "#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#7f7f7f", "#1a5fb4", "#e91e63"];

test.each(accents)("an accent of %s leaves everything readable in both themes", (accent) => {
  const shades = shadesOf(accent);
  expect(shades).toHaveLength(10);
  expect(contrast(shades[7]!, "#ffffff"), "white on a button, a link on white").toBeGreaterThanOrEqual(4.5);
  expect(contrast(shades[7]!, "#eff1f4"), "a link on a tinted ground").toBeGreaterThanOrEqual(4.5);
  expect(contrast(shades[8]!, "#ffffff"), "a button under the pointer").toBeGreaterThanOrEqual(4.5);
  for (const i of [0, 1, 2, 3, 4]) expect(contrast(shades[i]!, "#2e2e2e"), `shade ${i} on dark`).toBeGreaterThanOrEqual(4.5);
});

test("the accent itself is kept where it can be read", () => {
  expect(shadesOf("#1c48a8")[7]).toBe("#1c48a8");
});
