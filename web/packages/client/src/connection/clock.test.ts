import fc from "fast-check";
import { expect, it } from "vitest";
import { Clock } from "./clock";

it("takes the fastest message for one without lag where nothing was ever asked", () => {
  const clock = new Clock();
  expect(clock.lag(1000, 1000)).toBeNull();
  clock.arrived(1000, 301_020); // this machine is five minutes ahead
  expect(clock.lag(1000, 301_020)).toBe(0);
  expect(clock.lag(2000, 302_520)).toBe(500);
  clock.arrived(3000, 303_010);
  expect(clock.lag(4000, 304_110)).toBe(100);
});

it("knows better once an answer came to what was asked", () => {
  const clock = new Clock();
  clock.arrived(1000, 3000);
  expect(clock.lag(1000, 3000)).toBe(0);
  clock.answered(2000, 1990, 2010); // the clocks are the same: what seemed fastest was two seconds late
  expect(clock.lag(1000, 3000)).toBe(2000);
});

it("begins again where a clock was set", () => {
  const clock = new Clock();
  clock.answered(1000, 990, 1010);
  clock.answered(2000, 61_990, 62_010);
  expect(clock.lag(3000, 63_100)).toBe(100);
});

it("is not moved by what is no time", () => {
  const clock = new Clock();
  clock.arrived(Number.NaN, 5);
  clock.answered(Number.NaN, 5, 6);
  expect(clock.lag(1, 2)).toBeNull();
  expect(clock.lag(Number.NaN, 2)).toBeNull();
});

it("is right within half a round trip, however wrong the machine's clock is", () => {
  const ms = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(
      fc.integer({ min: -1e8, max: 1e8 }),
      fc.array(fc.tuple(ms, ms), { minLength: 1, maxLength: 20 }),
      ms,
      (ahead, answers, lag) => {
        const clock = new Clock();
        let now = 1e9; // by the server
        let trip = Number.POSITIVE_INFINITY;
        for (const [there, back] of answers) {
          clock.answered(now + there, now + ahead, now + there + back + ahead);
          trip = Math.min(trip, there + back);
          now += 10_000;
        }
        const found = clock.lag(now, now + lag + ahead) ?? expect.fail();
        expect(Math.abs(found - lag)).toBeLessThanOrEqual(trip / 2 + 1);
      },
    ),
  );
});
