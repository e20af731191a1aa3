/**
 * A quantity over time in a bounded number of buckets: while it grows, neighbouring buckets merge and their width doubles,
 * so that a month takes as much memory as a minute. A level (a queue's length) is averaged over time; a flow (tokens made)
 * is counted and given per second.
 */

/** A quantity over time: the bucket at `startNs[i]` has the mean `values[i]`. */
export interface Series {
  name: string;
  unit: string;
  startNs: readonly number[];
  values: readonly number[];
}

const bucketsMax = 256;
const nsPerSecond = 1e9;

abstract class Buckets {
  readonly #name: string;
  readonly #unit: string;
  protected widthNs = 1e6;
  protected readonly sums = new Float64Array(bucketsMax);
  protected last = 0;

  constructor(name: string, unit: string) {
    this.#name = name;
    this.#unit = unit;
  }

  /** Widens the buckets until the one that holds `now` exists, and gives its index. */
  protected reach(now: number): number {
    while (now >= this.widthNs * bucketsMax) {
      for (let index = 0; index < bucketsMax / 2; index++) {
        this.sums[index] = this.sums[2 * index]! + this.sums[2 * index + 1]!;
      }
      this.sums.fill(0, bucketsMax / 2);
      this.widthNs *= 2;
      this.last >>= 1;
    }
    const index = Math.floor(now / this.widthNs);
    this.last = Math.max(this.last, index);
    return index;
  }

  /** Sums divided by the time each bucket covers up to `endNs`. */
  protected means(endNs: number, perNs: number): Series {
    const startNs = Array.from({ length: this.last + 1 }, (_, index) => index * this.widthNs);
    const values = startNs.map((start, index) => {
      const coveredNs = Math.min(this.widthNs, endNs - start);
      return coveredNs > 0 ? (this.sums[index]! * perNs) / coveredNs : 0;
    });
    return { name: this.#name, unit: this.#unit, startNs, values };
  }
}

/** A level over time, averaged over each bucket: 3 for 1 ms and 5 for 1 ms is 4 over 2 ms. */
export class LevelSeries extends Buckets {
  #value = 0;
  #sinceNs = 0;

  /** The level is `value` from `now` on. Times must not go back. */
  set(now: number, value: number): void {
    if (value === this.#value) return;
    this.#integrate(now);
    this.#value = value;
  }

  series(endNs: number): Series {
    this.#integrate(endNs);
    return this.means(endNs, 1);
  }

  #integrate(now: number): void {
    this.reach(now);
    while (this.#sinceNs < now) {
      const index = Math.floor(this.#sinceNs / this.widthNs);
      const endNs = Math.min(now, (index + 1) * this.widthNs);
      this.sums[index]! += this.#value * (endNs - this.#sinceNs);
      this.#sinceNs = endNs;
    }
  }
}

/** A flow over time, per second: 500 tokens within a bucket of 0.1 s are 5,000 tokens/s. */
export class FlowSeries extends Buckets {
  /** `amount` came at `now`. */
  add(now: number, amount: number): void {
    this.sums[this.reach(now)]! += amount;
  }

  /** `amount` came evenly between `startNs` and `endNs`, as the tokens of decode steps that are jumped over. */
  spread(startNs: number, endNs: number, amount: number): void {
    if (endNs <= startNs) {
      this.add(endNs, amount);
      return;
    }
    this.reach(endNs);
    const perNs = amount / (endNs - startNs);
    for (let fromNs = startNs; fromNs < endNs; ) {
      const index = Math.floor(fromNs / this.widthNs);
      const toNs = Math.min(endNs, (index + 1) * this.widthNs);
      this.sums[index]! += perNs * (toNs - fromNs);
      fromNs = toNs;
    }
  }

  /** The flow per `perNs`; per second when absent. */
  series(endNs: number, perNs = nsPerSecond): Series {
    return this.means(endNs, perNs);
  }
}
