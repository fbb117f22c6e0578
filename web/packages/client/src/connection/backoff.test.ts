import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs, LONGEST_MS, SHORTEST_MS } from "./backoff";

it("waits between one and thirty seconds, whatever the attempt and the jitter", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const wait = backoffMs(attempt, random);
        expect(wait).toBeGreaterThanOrEqual(SHORTEST_MS);
        expect(wait).toBeLessThanOrEqual(LONGEST_MS);
      },
    ),
  );
});

it("waits longer where the server asks for it", () => {
  expect(backoffMs(1, 0, 60_000)).toBe(60_000);
});
