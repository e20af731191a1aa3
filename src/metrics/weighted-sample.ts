/**
 * Statistics of a quantity with far too many values to keep, such as the gap before every single token: mean and
 * deviation exact, percentiles from a quantile sketch (DDSketch) within 0.2 % of the true value.
 *
 * Values come one by one, between events that have pushed the sketch out of the processor's caches. They are noted first and
 * counted some hundred together, in the order in which they came, so that every digit is that of counting each at once.
 */
import { DDSketch } from "@datadog/sketches-js";
import { power } from "../base/power.ts";
import { emptyStatistics, type Statistics } from "./statistics.ts";

const relativeAccuracy = 0.002;

/** A sketch whose bins stand for the same values in every engine of JavaScript: its own takes Math.pow, see `power.ts`. */
function newSketch(): DDSketch {
  const sketch = new DDSketch({ relativeAccuracy });
  const { gamma } = sketch.mapping;
  // Bin `key` holds values up to gamma^key, and stands for the one that is as near to both ends in ratio.
  sketch.mapping.value = (key) => power(gamma, key) * (2 / (1 + gamma));
  return sketch;
}

/** Values that are noted before they are counted. */
const notedMost = 256;

/** A stream of values with whole-number weights; memory does not grow with the values. */
export class WeightedSample {
  readonly #sketch = newSketch();
  #weight = 0;
  #mean = 0;
  /** Sum of squared distances from the mean (West's weighted update). */
  #squares = 0;
  /** Pairs: a value and its weight; below zero, how many times it came; zero, squares that are added as they stand. */
  readonly #notes = new Float64Array(2 * notedMost);
  #noted = 0;

  /** Adds `weight` times the value. */
  add(value: number, weight: number): void {
    if (weight > 0) this.#note(value, weight);
  }

  /** Adds the value `times` times, one after the other: to the last digit what as many calls of `add` with 1 come to. */
  addEach(value: number, times: number): void {
    if (times > 0) this.#note(value, -times);
  }

  #note(value: number, weight: number): void {
    if (this.#noted === this.#notes.length) this.#count();
    this.#notes[this.#noted] = value;
    this.#notes[this.#noted + 1] = weight;
    this.#noted += 2;
  }

  /** Counts what is noted. */
  #count(): void {
    const notes = this.#notes;
    const noted = this.#noted;
    this.#noted = 0;
    for (let note = 0; note < noted; note += 2) {
      const value = notes[note]!;
      const weight = notes[note + 1]!;
      if (weight > 0) this.#countOnce(value, weight);
      else if (weight < 0) this.#countEach(value, -weight);
      else this.#squares += value;
    }
  }

  #countOnce(value: number, weight: number): void {
    this.#sketch.accept(value, weight);
    this.#weight += weight;
    const distance = value - this.#mean;
    this.#mean += (distance * weight) / this.#weight;
    this.#squares += weight * distance * (value - this.#mean);
  }

  #countEach(value: number, times: number): void {
    this.#sketch.accept(value, times);
    for (let added = 0; added < times; added++) {
      this.#weight++;
      const distance = value - this.#mean;
      this.#mean += distance / this.#weight;
      this.#squares += distance * (value - this.#mean);
    }
  }

  /**
   * Adds the values `first`, `first + growth`, ..., `count` of them, each `weight` times, in a few entries: runs of
   * values that one sketch bin would hold together count as their middle.
   */
  addProgression(first: number, growth: number, count: number, weight: number): void {
    const last = first + growth * (count - 1);
    const runs = Math.min(count, 1 + Math.ceil(Math.abs(Math.log(last / first)) / (2 * relativeAccuracy)));
    for (let run = 0; run < runs; run++) {
      const start = Math.floor((count * run) / runs);
      const end = Math.floor((count * (run + 1)) / runs);
      const length = end - start;
      this.add(first + (growth * (start + end - 1)) / 2, length * weight);
      // What equally spaced values vary about their mean.
      if (length > 1) this.#note((weight * growth ** 2 * length * (length ** 2 - 1)) / 12, 0);
    }
  }

  /** The value below which a fraction `q` of the weight lies, within 0.2 %. */
  quantile(q: number): number {
    this.#count();
    return this.#sketch.getValueAtQuantile(q);
  }

  statistics(): Statistics {
    this.#count();
    if (this.#weight === 0) return emptyStatistics;
    const at = (q: number) => this.quantile(q);
    return {
      mean: this.#mean,
      median: at(0.5),
      std: this.#weight > 1 ? Math.sqrt(Math.max(0, this.#squares) / (this.#weight - 1)) : 0,
      p90: at(0.9),
      p95: at(0.95),
      p99: at(0.99),
    };
  }
}
