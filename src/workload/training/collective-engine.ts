/**
 * The collective engine of a stage (the collective cores beside the compute engines): one collective after the other, and
 * beside a pass only in the time that the pass's own exchanges leave.
 */
export class CollectiveEngine {
  #freeNs = 0;
  #share = 0;
  #passEndNs = 0;

  /** When all that was put on it is done, ns. */
  get freeNs(): number {
    return this.#freeNs;
  }

  /** A pass runs until `endNs` whose own exchanges take `share` of the engine's time. */
  passRuns(share: number, endNs: number): void {
    this.#share = share;
    this.#passEndNs = endNs;
  }

  /** Does a collective of `durationNs` as soon as it may, from `readyNs` on; returns when it begins. It ends at `freeNs`. */
  put(readyNs: number, durationNs: number): number {
    const startNs = Math.max(readyNs, this.#freeNs);
    const besideNs = Math.max(0, this.#passEndNs - startNs) * (1 - this.#share);
    this.#freeNs =
      durationNs < besideNs
        ? startNs + durationNs / (1 - this.#share)
        : Math.max(startNs, this.#passEndNs) + durationNs - besideNs;
    return startNs;
  }
}
