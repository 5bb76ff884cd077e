import { expect, test } from "vitest";
import { ticksOf } from "./ticks";

const every = (minutes: number, from: Date, n: number) => Array.from({ length: n }, (_, i) => new Date(from.getTime() + i * minutes * 60_000));

test("a day has a word every three hours of the clock, whenever it begins", () => {
  const { at, label } = ticksOf(every(15, new Date(2026, 10, 22, 17, 7), 96), 24);
  expect([...label.values()]).toEqual(["18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00"]);
  expect(at[0]).toBe(4); // 18:07 is the first bucket that begins after six
});

test("an hour has a word every ten minutes", () => {
  const { label } = ticksOf(every(1, new Date(2026, 10, 22, 17, 7), 60), 1);
  expect([...label.values()]).toEqual(["17:10", "17:20", "17:30", "17:40", "17:50", "18:00"]);
});

test("a week has a word for each day", () => {
  const { label } = ticksOf(every(120, new Date(2026, 10, 16, 17, 7), 84), 168);
  expect([...label.values()]).toEqual(["Nov 17", "Nov 18", "Nov 19", "Nov 20", "Nov 21", "Nov 22", "Nov 23"]);
});
