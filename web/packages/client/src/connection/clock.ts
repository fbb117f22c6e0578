/** How far a clock may seem to move against the server's before it was set, in milliseconds. */
const TOLERANCE_MS = 50;

/**
 * How much this machine's clock is ahead of the server's, bounded by what every message shows.
 *
 * - A message that was stamped S and arrived at A took some time: the clock is ahead by at most A − S.
 * - An answer that was stamped S, was asked for at Q and arrived at A, was stamped between: ahead by Q − S to A − S.
 *
 * The newest event's lag is what is left of A − S. Where nothing was asked for yet, there is only the upper bound, and the
 * fastest message counts as one without any lag: a stream that is late by the same time always does not show it. Signs
 * of life count too, so that a quiet job has a bound.
 */
export class Clock {
  #least = Number.NEGATIVE_INFINITY;
  #most = Number.POSITIVE_INFINITY;

  /** Something that was stamped by the server arrived. Times are in milliseconds. */
  arrived(stamp: number, at: number): void {
    if (Number.isFinite(stamp)) {
      this.#narrow(Number.NEGATIVE_INFINITY, at - stamp);
    }
  }

  /** An answer came to what was asked. */
  answered(stamp: number, askedAt: number, at: number): void {
    if (Number.isFinite(stamp)) {
      this.#narrow(askedAt - stamp, at - stamp);
    }
  }

  /** How long something took that was stamped by the server; null where nothing is known of its clock. */
  lag(stamp: number, at: number): number | null {
    if (!Number.isFinite(stamp) || this.#most === Number.POSITIVE_INFINITY) {
      return null;
    }
    const ahead =
      this.#least === Number.NEGATIVE_INFINITY ? this.#most : (this.#least + this.#most) / 2;
    return Math.max(0, Math.round(at - stamp - ahead));
  }

  #narrow(least: number, most: number): void {
    const low = Math.max(this.#least, least);
    const high = Math.min(this.#most, most);
    // Bounds that exclude each other: one of the clocks was set, and what was known before is of no use.
    [this.#least, this.#most] =
      low <= high + TOLERANCE_MS ? [Math.min(low, high), high] : [least, most];
  }
}
