import { expect, test } from "vitest";
import { relativeTime } from "./time";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [0, "just now"],
  [-4, "just now"],
  [-5, "5 sec. ago"],
  [5, "in 5 sec."],
  [-59, "59 sec. ago"],
  [-minute, "1 min. ago"],
  [-2 * hour + 1, "1 hr. ago"],
  [3 * hour, "in 3 hr."],
  [-day, "yesterday"],
  [day + hour, "tomorrow"],
  [-2 * day, "2 days ago"],
  [30 * day, "in 4 wk."],
  [-90 * day, "2 mo. ago"],
  [400 * day, "in 1 yr."],
])("%d seconds from now is %s", (seconds, words) => {
  const now = Date.UTC(2026, 2, 1);
  expect(relativeTime(new Date(now + seconds * 1000), now)).toBe(words);
});
