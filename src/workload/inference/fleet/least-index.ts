/**
 * The index with the least value among many that change often.
 *
 * A tournament tree keeps the winner at its root: a change replays log2(n) matches, and asking costs nothing, so the cost
 * of routing does not grow with the fleet. The lowest index wins among equals.
 */

/** Values by index, all zero at first. */
export class LeastIndex {
  readonly #leaves: number;
  readonly #values: Float64Array;
  readonly #winner: Int32Array;

  constructor(count: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(2, count)));
    this.#values = new Float64Array(this.#leaves).fill(Number.POSITIVE_INFINITY);
    this.#values.fill(0, 0, count);
    this.#winner = new Int32Array(2 * this.#leaves);
    for (let leaf = 0; leaf < this.#leaves; leaf++) this.#winner[this.#leaves + leaf] = leaf;
    for (let match = this.#leaves - 1; match >= 1; match--) this.#play(match);
  }

  /** Index of the least value. */
  get index(): number {
    return this.#winner[1]!;
  }

  get(index: number): number {
    return this.#values[index]!;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
    for (let match = (this.#leaves + index) >> 1; match >= 1; match >>= 1) this.#play(match);
  }

  #play(match: number): void {
    const left = this.#winner[2 * match]!;
    const right = this.#winner[2 * match + 1]!;
    this.#winner[match] = this.#values[right]! < this.#values[left]! ? right : left;
  }
}
