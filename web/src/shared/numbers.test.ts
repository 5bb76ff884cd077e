import { expect, test } from "vitest";
import { whole } from "./numbers";

test("whole numbers are grouped by thousands", () => {
  for (const n of [0, 7, 999, 1_000, 12_345, 999_999, 1_000_000, -1_000, -999, 1_234_567_890]) expect(whole(n)).toBe(n.toLocaleString("en"));
});
