/**
 * Which task uses how much of which resource: one element per pair, in parallel arrays. The elements of a task lie in a row,
 * those of a resource form a linked list. Runs are used again, so memory is proportional to the tasks alive.
 *
 * The arrays are read in hot loops and therefore open; only this file writes to them.
 */
import { widened } from "./widened.ts";

const none = -1;

/** All elements. */
export class Elements {
  /** By element: its task, its resource, the amount per unit of work, and the next element of the same resource (-1 at the end). */
  task = new Int32Array(256);
  resource = new Int32Array(256);
  amount = new Float64Array(256);
  next = new Int32Array(256);
  /** By resource: its first element (-1 when there is none) and how many it has. */
  firstOf = new Int32Array(16);
  countOf = new Int32Array(16);

  #previous = new Int32Array(256);
  #elements = 0;
  #resources = 0;
  /** Freed runs by their length. */
  readonly #freeRuns = new Map<number, number[]>();

  /** Makes room for one more resource. */
  addResource(): void {
    if (this.#resources === this.firstOf.length) {
      this.firstOf = widened(this.firstOf, new Int32Array(2 * this.#resources));
      this.countOf = widened(this.countOf, new Int32Array(2 * this.#resources));
    }
    this.firstOf[this.#resources++] = none;
  }

  /** Adds the elements of `task`, with an amount of 1 each where none are given; returns the first of the run. */
  link(task: number, resources: ArrayLike<number>, amounts: ArrayLike<number> | undefined): number {
    const { length } = resources;
    const first = this.#freeRuns.get(length)?.pop() ?? this.#newRun(length);
    for (let index = 0; index < length; index++) {
      const resource = resources[index]!;
      const element = first + index;
      const next = this.firstOf[resource]!;
      this.task[element] = task;
      this.resource[element] = resource;
      this.amount[element] = amounts === undefined ? 1 : amounts[index]!;
      this.next[element] = next;
      this.#previous[element] = none;
      if (next !== none) this.#previous[next] = element;
      this.firstOf[resource] = element;
      this.countOf[resource]!++;
    }
    return first;
  }

  /** Takes out a run; its resources are added to `touched`. */
  unlink(first: number, length: number, touched: number[]): void {
    for (let element = first; element < first + length; element++) {
      const resource = this.resource[element]!;
      const next = this.next[element]!;
      const previous = this.#previous[element]!;
      if (previous === none) this.firstOf[resource] = next;
      else this.next[previous] = next;
      if (next !== none) this.#previous[next] = previous;
      this.countOf[resource]!--;
      touched.push(resource);
    }
    const runs = this.#freeRuns.get(length);
    if (runs === undefined) this.#freeRuns.set(length, [first]);
    else runs.push(first);
  }

  #newRun(length: number): number {
    while (this.#elements + length > this.task.length) {
      const wide = 2 * this.task.length;
      this.task = widened(this.task, new Int32Array(wide));
      this.resource = widened(this.resource, new Int32Array(wide));
      this.amount = widened(this.amount, new Float64Array(wide));
      this.next = widened(this.next, new Int32Array(wide));
      this.#previous = widened(this.#previous, new Int32Array(wide));
    }
    this.#elements += length;
    return this.#elements - length;
  }
}
