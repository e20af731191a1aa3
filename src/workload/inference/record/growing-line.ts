/**
 * Tells a line that grows for as long as requests come from one that is only long: between a moment at which at most half of
 * all had come and the last arrival, more than a tenth of those who came were not taken up, and by more than chance gives a
 * Poisson stream. Users of a closed loop, however many of them wait, make no such line.
 */
import type { InferenceMetrics } from "../../../metrics/inference-metrics.ts";

/** Share of those who came that a full system leaves in line. */
const saturatedShare = 0.1;
/** Standard deviations of a Poisson count, the square root of its mean, that are no chance. */
const deviations = 3;

/** How many had come and how many of them waited, at one moment. */
interface Mark {
  nowNs: number;
  came: number;
  waiting: number;
}

/** The line after those who came at the first moment, at arrivals each twice as late in the count as the one before, at the last. */
export class GrowingLine {
  #earlier: Mark = { nowNs: 0, came: 0, waiting: 0 };
  #later: Mark = this.#earlier;
  #last: Mark = this.#earlier;
  #firstNs = Number.NaN;

  /** A request comes and finds `waiting` in line. */
  arrived(waiting: number, nowNs: number): void {
    const { came } = this.#last;
    if (came === 0) this.#firstNs = nowNs;
    this.#last = { nowNs, came: came + 1, waiting };
    if (nowNs === this.#firstNs) this.#earlier = this.#later = this.#last;
    if (this.#last.came < 2 * this.#later.came) return;
    this.#earlier = this.#later;
    this.#later = this.#last;
  }

  /** How fast requests came and were taken up where the line grew; null where it did not. */
  saturation(): InferenceMetrics["saturation"] {
    const { came, waiting, nowNs } = this.#last;
    const overNs = nowNs - this.#earlier.nowNs;
    const since = came - this.#earlier.came;
    const grown = waiting - this.#earlier.waiting;
    if (overNs <= 0 || grown <= Math.max(saturatedShare * since, deviations * Math.sqrt(since))) return null;
    return { arrivedPerNs: since / overNs, servedPerNs: (since - grown) / overNs };
  }
}
