/** Rows of a trace that are no requests: the first few are told, the rest are counted. */
import { type Problem, ScenarioError } from "./errors.ts";

const shown = 5;

/** Collects the wrong rows of one file. */
export class WrongRows {
  readonly #file: string;
  readonly #problems: Problem[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(problem: Omit<Problem, "file">): void {
    this.#count++;
    if (this.#problems.length < shown) this.#problems.push({ file: this.#file, ...problem });
  }

  /** Throws a `ScenarioError` where there were any, of `rows` in all. */
  throwAny(rows: number): void {
    if (this.#count === 0) return;
    if (this.#count > shown) {
      const found = `${this.#count} of ${rows} rows are wrong; these are the first ${shown}`;
      this.#problems.unshift({ file: this.#file, found, expected: "right ones" });
    }
    throw new ScenarioError(this.#problems);
  }
}
