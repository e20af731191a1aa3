/**
 * The pipeline stages of one replica, through which the steps of several batches follow each other: while one batch is at
 * the second stage the next is at the first. A step that takes T alone takes T / p at each of p stages, and a stage works
 * on one step at a time, in the order in which they came:
 *
 *     begins at stage s = max(its end at stage s - 1, end of the step before at stage s)
 *
 * m equal steps that are ready at once take T (p + m - 1) / p, one after the other m T: with as many batches in flight as
 * stages, p stages are worth up to p times one. Stages are taken as equally long; the last one's output head is not.
 */
export class StagePipe {
  readonly #freeNs: Float64Array;

  constructor(stages: number) {
    this.#freeNs = new Float64Array(stages);
  }

  /** A step that takes `stepNs` alone comes at `now`: when it leaves the last stage. */
  enter(now: number, stepNs: number): number {
    const freeNs = this.#freeNs;
    const stageNs = stepNs / freeNs.length;
    let endNs = now;
    for (let stage = 0; stage < freeNs.length; stage++) {
      endNs = Math.max(endNs, freeNs[stage]!) + stageNs;
      freeNs[stage] = endNs;
    }
    return endNs;
  }
}
