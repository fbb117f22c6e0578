import { expect, it } from "vitest";
import { formatAgo, formatChange, formatDuration, formatNumber, formatSpan } from "./format";

it("writes numbers with one decimal at most, and changes with their sign", () => {
  expect(formatNumber(61.44)).toBe("61.4");
  expect(formatNumber(100)).toBe("100");
  expect(formatChange(7.46)).toBe("+7.5");
  expect(formatChange(-2)).toBe("−2");
  expect(formatChange(0.04)).toBe("±0");
});

it("writes durations as people say them", () => {
  expect(formatDuration(0)).toBe("0.0 s");
  expect(formatDuration(1234)).toBe("1.2 s");
  expect(formatDuration(12_345)).toBe("12 s");
  expect(formatDuration(125_000)).toBe("2 min 5 s");
  expect(formatDuration(-5)).toBe("0.0 s");
});

it("writes spans in one unit, and how long ago something was", () => {
  expect(formatSpan(7 * 86_400)).toBe("7 days");
  expect(formatSpan(86_400)).toBe("1 day");
  expect(formatSpan(43_200)).toBe("12 hours");
  expect(formatSpan(90)).toBe("2 minutes");
  expect(formatSpan(0.4)).toBe("0 seconds");
  expect(formatAgo(20_000)).toBe("just now");
  expect(formatAgo(5 * 60_000)).toBe("5 minutes ago");
});
