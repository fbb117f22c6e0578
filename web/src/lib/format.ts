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

/** A duration for people: `0.4 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
