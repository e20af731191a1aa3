/**
 * Every value of a measured quantity, kept in one growing array of doubles: 8 bytes a value, exact percentiles.
 */
import { deviation, mean, quantileSorted } from "d3-array";

/** Statistics of a quantity in the unit of its values; every field is null when there were no values. */
export interface Statistics {
  mean: number | null;
  median: number | null;
  /** Sample standard deviation; 0 for a single value. */
  std: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
}

/** No values, no statistics. */
export const emptyStatistics: Statistics = {
  mean: null,
  median: null,
  std: null,
  p90: null,
  p95: null,
  p99: null,
};

/** A list of values with exact statistics; percentiles by linear interpolation between order statistics. */
export class Sample {
  #values = new Float64Array(1024);
  #size = 0;
  /** The values in order, from the first question about it on until one more comes. */
  #inOrder: Float64Array | undefined;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    if (this.#size === this.#values.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#size++] = value;
    this.#inOrder = undefined;
  }

  /** The values in the order in which they came; a view, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#size);
  }

  /** The value below which a fraction `q` of the values lies; undefined when empty. */
  quantile(q: number): number | undefined {
    return quantileSorted(this.#sorted(), q);
  }

  /**
   * The value below which a fraction `q` lies of these values and `infinite` further ones above them all; undefined where
   * that is infinite, or there are no values.
   */
  quantileBelow(infinite: number, q: number): number | undefined {
    const sorted = this.#sorted();
    const place = q * (sorted.length + infinite - 1);
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low === undefined || high === undefined ? undefined : low + (high - low) * (place % 1);
  }

  /** d3's typings ask for an array; its code takes any list of numbers. */
  #sorted(): number[] {
    this.#inOrder ??= this.values().slice().sort();
    return this.#inOrder as unknown as number[];
  }

  statistics(): Statistics {
    if (this.#size === 0) return emptyStatistics;
    const sorted = this.#sorted();
    const at = (q: number) => quantileSorted(sorted, q) as number;
    return {
      mean: mean(sorted) as number,
      median: at(0.5),
      std: deviation(sorted) ?? 0,
      p90: at(0.9),
      p95: at(0.95),
      p99: at(0.99),
    };
  }
}
