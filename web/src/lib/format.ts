const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** A number with at most one decimal. */
export function formatNumber(value: number): string {
  return NUMBER.format(value);
}

/** A difference with its sign: `+3.5`, `−2`, `±0`. */
export function formatChange(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  if (rounded === 0) {
    return "±0";
  }
  return rounded > 0 ? `+${formatNumber(rounded)}` : `−${formatNumber(-rounded)}`;
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A span of time in the largest unit that says it whole or nearly so: `7 days`, `12 hours`, `1 minute`. */
export function formatSpan(seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ["second", 1];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** How long ago a moment was, for people: `just now`, `5 minutes ago`. */
export function formatAgo(ms: number): string {
  return ms < 60_000 ? "just now" : `${formatSpan(ms / 1000)} ago`;
}

/** A duration for people: `0.4 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
