/**
 * Every value of a measured quantity: up to a million are kept in one growing array of doubles, 8 bytes a value, with exact
 * percentiles. Of more than that the mean and the deviation stay exact, and percentiles come from a sketch, within 0.2 %:
 * memory grows no further.
 */
import { deviation, mean, quantileSorted } from "d3-array";
import { significant } from "../base/units.ts";
import { emptyStatistics, type Statistics } from "./statistics.ts";
import { WeightedSample } from "./weighted-sample.ts";

/** Values that are kept one by one, unless told otherwise. */
const keptMost = 1_000_000;

/** What is told where percentiles are not exact. */
export const sketchedPercentiles = `percentiles of more than ${significant(keptMost, 9)} latencies: from a sketch, within 0.2 %`;

/** A list of values with their statistics; percentiles by linear interpolation between order statistics. */
export class Sample {
  readonly #keptMost: number;
  #values = new Float64Array(1024);
  #size = 0;
  /** Whether the values stand in order, as they do from the first question about it on until one more comes. */
  #isInOrder = true;
  /** All values, once they are too many to be kept. */
  #sketch: WeightedSample | undefined;

  constructor(most = keptMost) {
    this.#keptMost = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Whether every value is kept. */
  get isExact(): boolean {
    return this.#sketch === undefined;
  }

  add(value: number): void {
    if (this.#size === this.#keptMost) this.#giveUp();
    if (this.#sketch !== undefined) this.#sketch.add(value, 1);
    else {
      if (this.#size === this.#values.length) {
        const wider = new Float64Array(this.#size * 2);
        wider.set(this.#values);
        this.#values = wider;
      }
      this.#values[this.#size] = value;
      this.#isInOrder = false;
    }
    this.#size++;
  }

  /** The value below which a fraction `q` of the values lies; undefined when empty. */
  quantile(q: number): number | undefined {
    return this.#sketch?.quantile(q) ?? quantileSorted(this.#sorted(), q);
  }

  /**
   * The value below which a fraction `q` lies of these values and `infinite` further ones above them all; undefined where
   * that is infinite, or there are no values.
   */
  quantileBelow(infinite: number, q: number): number | undefined {
    const place = q * (this.#size + infinite - 1);
    if (this.#sketch !== undefined) {
      return place > this.#size - 1 ? undefined : this.#sketch.quantile(place / (this.#size - 1));
    }
    const sorted = this.#sorted();
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low === undefined || high === undefined ? undefined : low + (high - low) * (place % 1);
  }

  statistics(): Statistics {
    if (this.#sketch !== undefined) return this.#sketch.statistics();
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

  /** d3's typings ask for an array; its code takes any list of numbers. */
  #sorted(): number[] {
    const values = this.#values.subarray(0, this.#size);
    if (!this.#isInOrder) values.sort();
    this.#isInOrder = true;
    return values as unknown as number[];
  }

  /** Passes all values into a sketch. */
  #giveUp(): void {
    const sketch = new WeightedSample();
    for (let index = 0; index < this.#size; index++) sketch.add(this.#values[index]!, 1);
    this.#sketch = sketch;
    this.#values = new Float64Array(0);
  }
}
