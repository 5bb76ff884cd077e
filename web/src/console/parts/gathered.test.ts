import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gathered } from "./gathered";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("rows that come into view together ask once, and each gets its own answer", async () => {
  const ask = vi.fn(async (keys: string[]) => keys.map((key) => key.toUpperCase()));
  const one = gathered(ask);
  const answers = Promise.all(["a", "b"].map(one));
  await vi.advanceTimersByTimeAsync(100);
  expect(await answers).toEqual(["A", "B"]);
  expect(ask.mock.calls).toEqual([[["a", "b"]]]);

  const later = one("c");
  await vi.advanceTimersByTimeAsync(100);
  expect(await later).toBe("C");
  expect(ask).toHaveBeenCalledTimes(2);
});

test("no request asks for more than 200 keys", async () => {
  const ask = vi.fn(async (keys: string[]) => keys);
  const one = gathered(ask);
  const answers = Promise.all(Array.from({ length: 450 }, (_, i) => one(String(i))));
  await vi.advanceTimersByTimeAsync(100);
  expect((await answers).at(-1)).toBe("449");
  expect(ask.mock.calls.map(([keys]) => keys.length)).toEqual([200, 200, 50]);
});

test("a failure reaches everybody who asked", async () => {
  const one = gathered<string>(() => Promise.reject(new Error("down")));
  const answers = Promise.allSettled(["a", "b"].map(one));
  await vi.advanceTimersByTimeAsync(100);
  expect((await answers).map((a) => a.status)).toEqual(["rejected", "rejected"]);
});
