export const SHORTEST_MS = 1000;
export const LONGEST_MS = 30_000;

/**
 * How long to wait before a try: full jitter between one second and a bound that doubles up to thirty.
 *
 * @param attempt Tries since the connection was last well, from 1.
 * @param random At least 0, below 1.
 * @param atLeastMs What the server asked for (`Retry-After`), if it did.
 */
export function backoffMs(attempt: number, random: number, atLeastMs = 0): number {
  const bound = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** attempt);
  return Math.max(atLeastMs, Math.round(SHORTEST_MS + random * (bound - SHORTEST_MS)));
}
