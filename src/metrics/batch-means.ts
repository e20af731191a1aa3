/**
 * Confidence of a mean by batch means: values of a queue depend on each other, so they are cut into batches in the order in
 * which they came, long enough for the means of batches to be nearly independent. With m the mean of 30 batch means and s
 * their standard deviation, the mean lies within a factor of
 * exp(t s / (m sqrt(30))) of m, t = 2.045 (95 %, 29 degrees of freedom); the values are positive, and so are both ends.
 */
const batches = 30;
const studentT = 2.045;

/** A mean with its 95 % interval. */
export interface Interval {
  low: number;
  high: number;
}

/** Sums of neighbouring values in at most 60 cells; when they are full, neighbours merge. */
export class BatchMeans {
  readonly #sums = new Float64Array(2 * batches);
  #cells = 0;
  #cellSize = 1;
  #inCell = 0;

  add(value: number): void {
    if (this.#inCell === 0 && this.#cells === 2 * batches) this.#merge();
    this.#sums[this.#cells - (this.#inCell === 0 ? 0 : 1)]! += value;
    if (this.#inCell === 0) this.#cells++;
    this.#inCell = (this.#inCell + 1) % this.#cellSize;
  }

  /** The interval, from whole cells; null with fewer than 30 of them. */
  interval(): Interval | null {
    const whole = this.#inCell === 0 ? this.#cells : this.#cells - 1;
    if (whole < batches) return null;
    const means = Array.from(this.#sums.subarray(0, whole), (sum) => sum / this.#cellSize);
    const mean = means.reduce((sum, each) => sum + each, 0) / whole;
    const squares = means.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const half = studentT * Math.sqrt(squares / (whole - 1) / whole);
    // Of a positive quantity both ends are positive: the interval is taken on its logarithm (delta method).
    const ratio = Math.exp(mean > 0 ? half / mean : 0);
    return { low: mean / ratio, high: mean * ratio };
  }

  #merge(): void {
    for (let cell = 0; cell < batches; cell++)
      this.#sums[cell] = this.#sums[2 * cell]! + this.#sums[2 * cell + 1]!;
    this.#sums.fill(0, batches);
    this.#cells = batches;
    this.#cellSize *= 2;
  }
}
