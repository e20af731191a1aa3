/**
 * When failures strike a job: each cause is a renewal process of every unit. Exponential causes are one process of the sum of
 * their rates, whose strikes are dealt out by rate; units of a Weibull cause keep an age each; those of a planned one take turns. Where some hosts are worse than
 * others, rates change with every strike that moves a bad one; between strikes they stand still, so that gaps stay exponential.
 */

import { randomGamma } from "d3-random";
import { elementAt } from "../../base/element-at.ts";
import { power } from "../../base/power.ts";
import type { Random } from "../../base/random.ts";
import { BadHosts } from "./bad-hosts.ts";
import { type FailureCause, type FailureUnit, struckBy } from "./failure-model.ts";

/** A failure to come. */
export interface Failure {
  atNs: number;
  cause: FailureCause;
  /** Whether a canary has found it before it struck: the job can stop in good order. */
  isFound?: boolean;
}

/** What a job without causes of failure meets. */
export const never: Failure = {
  atNs: Number.POSITIVE_INFINITY,
  cause: { name: "none", of: "job", mtbfNs: Number.POSITIVE_INFINITY, effect: "crash", replaces: false },
};

/** Strikes of a cause that a job sleeps through are put in order up to so many mean gaps, and passed over beyond. */
const gapsDrawn = 64;

const least = (all: Float64Array) => all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Failures of a job, in the order of time. */
export class FailureStream {
  readonly #random: Random;
  readonly #steady: readonly { cause: FailureCause; rate: number; bad?: BadHosts | undefined }[];
  #steadyRate: number;
  /** By Weibull cause: when each unit fails next, ns. */
  readonly #aging: readonly {
    cause: FailureCause;
    rate: number;
    lifeNs: () => number;
    nextNs: Float64Array;
  }[];
  /** The next strike of a steady cause; drawn when it is asked for. */
  #steadyNs: number;
  #isDrawn = true;

  /** `units`: how many of each kind the job has. */
  constructor(causes: readonly FailureCause[], units: Readonly<Record<FailureUnit, number>>, random: Random) {
    this.#random = random;
    const struck = causes.filter((cause) => struckBy(cause, units) > 0);
    this.#steady = struck
      .filter(({ shape = 1, isPlanned }) => shape === 1 && !isPlanned)
      .map((cause) => {
        const hit = struckBy(cause, units);
        const bad = cause.uneven && new BadHosts(hit, cause.uneven, random);
        return { cause, rate: (bad?.weight ?? hit) / cause.mtbfNs, bad };
      });
    this.#steadyRate = this.#rateNow();
    this.#steadyNs = this.#gapNs();
    this.#aging = struck
      .filter(({ shape = 1, isPlanned }) => shape !== 1 || isPlanned)
      .map((cause) => {
        const hit = struckBy(cause, units);
        const rate = hit / cause.mtbfNs;
        // One after the other: as if it were one unit, as often as all are.
        const lifeNs = cause.isPlanned ? () => 1 / rate : () => this.#lifeNs(cause);
        const length = cause.isPlanned ? 1 : hit;
        return { cause, rate, lifeNs, nextNs: Float64Array.from({ length }, lifeNs) };
      });
  }

  /** Bad hosts of each cause that has some. */
  get badHosts(): readonly BadHosts[] {
    return this.#steady.flatMap(({ bad }) => bad ?? []);
  }

  /** Mean failures per ns over a long time, with the bad hosts of now. */
  get rate(): number {
    return this.#aging.reduce((sum, { rate }) => sum + rate, this.#steadyRate);
  }

  /**
   * The next failure after `afterNs`, never where there are no causes; the unit that fails is as new from then on. Strikes up
   * to then find a job that stands still: no host changes places for them.
   */
  next(afterNs = 0): Failure {
    this.#passOver(afterNs);
    for (;;) {
      const failure = this.#nextStrike(afterNs);
      if (failure.atNs > afterNs) return failure;
    }
  }

  /**
   * Passes over what strikes up to `afterNs`. Gaps between steady strikes have no memory: from any moment on, the next one is as
   * far away as from the last. Lives of aging units follow each other, whatever strikes in between; after many, a unit is in some
   * life, the likelier the longer it is, and at any of its moments.
   */
  #passOver(afterNs: number): void {
    if ((afterNs - this.#steadyNs) * this.#steadyRate >= gapsDrawn) {
      this.#steadyNs = afterNs + this.#gapNs();
      this.#isDrawn = true;
    }
    for (const { cause, rate, nextNs, lifeNs } of this.#aging) {
      if ((afterNs - least(nextNs)) * rate < gapsDrawn) continue;
      for (const [unit, ns] of nextNs.entries())
        nextNs[unit] = this.#nextLifeEnd(cause, { ns, afterNs, lifeNs });
    }
  }

  /** When the life of a unit ends that is under way at `afterNs`; one ends at `ns`. */
  #nextLifeEnd(
    { mtbfNs, shape = 1, isPlanned }: FailureCause,
    { ns, afterNs, lifeNs }: { ns: number; afterNs: number; lifeNs: () => number },
  ): number {
    if (isPlanned) return ns + Math.max(0, Math.floor((afterNs - ns) / lifeNs()) + 1) * lifeNs();
    if (afterNs - ns >= gapsDrawn * mtbfNs) {
      // Lives weighed by their length: (life / scale)^shape is of a gamma law.
      const life = power(randomGamma.source(this.#random)(1 + 1 / shape)(), 1 / shape);
      return afterNs + (1 - this.#random()) * scaleOf(mtbfNs, shape) * life;
    }
    let endNs = ns;
    while (endNs <= afterNs) endNs += lifeNs();
    return endNs;
  }

  #nextStrike(afterNs: number): Failure {
    if (!this.#isDrawn) {
      this.#steadyNs += this.#gapNs();
      this.#isDrawn = true;
    }
    let [first, unit] = [-1, -1];
    let atNs = this.#steadyNs;
    for (const [index, { nextNs }] of this.#aging.entries()) {
      for (let each = 0; each < nextNs.length; each++) {
        const ns = nextNs[each] ?? Number.POSITIVE_INFINITY;
        if (ns < atNs) [first, unit, atNs] = [index, each, ns];
      }
    }
    const aged = this.#aging[first];
    if (aged !== undefined) {
      const { cause, nextNs, lifeNs } = aged;
      nextNs[unit] = atNs + lifeNs();
      return { atNs, cause };
    }
    if (atNs === Number.POSITIVE_INFINITY) return never;
    const struck = this.#deal();
    if (struck.bad !== undefined && atNs > afterNs) {
      struck.bad.strike();
      struck.rate = struck.bad.weight / struck.cause.mtbfNs;
      this.#steadyRate = this.#rateNow();
    }
    this.#isDrawn = false;
    return { atNs, cause: struck.cause };
  }

  #rateNow(): number {
    return this.#steady.reduce((sum, { rate }) => sum + rate, 0);
  }

  #gapNs(): number {
    return this.#steadyRate > 0 ? -Math.log(1 - this.#random()) / this.#steadyRate : Number.POSITIVE_INFINITY;
  }

  #deal(): { cause: FailureCause; rate: number; bad?: BadHosts | undefined } {
    let left = this.#random() * this.#steadyRate;
    for (const each of this.#steady) {
      left -= each.rate;
      if (left < 0) return each;
    }
    return elementAt(this.#steady, -1);
  }

  /** A life of mean `mtbfNs`: scale x (-ln u)^(1/shape), with scale = mean / Gamma(1 + 1/shape). */
  #lifeNs({ mtbfNs, shape = 1 }: FailureCause): number {
    return scaleOf(mtbfNs, shape) * power(-Math.log(1 - this.#random()), 1 / shape);
  }
}

/** Scale of a Weibull law of that mean. */
function scaleOf(mean: number, shape: number): number {
  return mean / gamma(1 + 1 / shape);
}

/** The gamma function for arguments above 0.5 (Lanczos, nine terms). */
function gamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const at = x - 1;
  const base = at + 7.5;
  const sum = terms.reduce((total, term, index) => total + (index === 0 ? term : term / (at + index)), 0);
  return Math.sqrt(2 * Math.PI) * power(base, at + 0.5) * Math.exp(-base) * sum;
}
