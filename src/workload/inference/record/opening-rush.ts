/**
 * Requests that come at one moment at the start, as users of a closed loop do who do not think: whether the slowest first
 * tokens are theirs, so that a p99 says how a run begins and not how it goes on.
 *
 *     200 users, 7,400 requests: the first 200 are 2.7 % of all, and wait for each other's prompts
 */

/** A rush that is more of all requests than this is the load itself. */
const shareMost = 0.2;

/** Percentiles that are less than this many times the median are no matter of the start. */
const timesMedianLeast = 2;

export class OpeningRush {
  readonly #ttftNs: number[] = [];

  /** Times to the first token of the requests that came at the very first moment, ns. */
  add(ttftNs: number): void {
    this.#ttftNs.push(ttftNs);
  }

  /** How many requests came so, if most of those beyond the p99 of all `completed` ones are theirs; else 0. */
  decides({ median, p99 }: { median: number | null; p99: number | null }, completed: number): number {
    const count = this.#ttftNs.length;
    if (median === null || p99 === null || p99 < timesMedianLeast * median) return 0;
    if (count < 2 || count > shareMost * completed) return 0;
    const beyond = this.#ttftNs.filter((ns) => ns >= p99).length;
    return beyond > (0.01 * completed) / 2 ? count : 0;
  }
}
