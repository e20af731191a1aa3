/**
 * Costs of steps that an engine keeps, number by number in one line of memory. Engines of a large fleet take turns at every
 * event, so that each finds its own state in main memory again: what lies in a few objects of a dozen numbers each costs a trip
 * for every one of them.
 *
 *     |total|compute busy|memory busy|host bytes|host time|parts ...|total|compute busy|...
 *      `--------------------- one cost ---------------------------'
 */
import { addCost, emptyCost, type StepCost, stepParts } from "./step-timer.ts";

const computeBusy = 1;
const memoryBusy = 2;
const hostBytes = 3;
const hostTime = 4;
const firstPart = 5;
const width = firstPart + stepParts.length;

/** A fixed number of costs, each under its number. */
export class KeptCosts {
  readonly #numbers: Float64Array;
  readonly #exchanges: StepCost["exchanges"][] = [];

  constructor(count: number) {
    this.#numbers = new Float64Array(width * count);
  }

  keep(index: number, cost: StepCost): void {
    const numbers = this.#numbers;
    const at = width * index;
    numbers[at] = cost.totalNs;
    numbers[at + computeBusy] = cost.computeBusyNs;
    numbers[at + memoryBusy] = cost.memoryBusyNs;
    numbers[at + hostBytes] = cost.hostBytes;
    numbers[at + hostTime] = cost.hostNs;
    for (let part = 0; part < stepParts.length; part++) numbers[at + firstPart + part] = cost.parts[part]!;
    this.#exchanges[index] = cost.exchanges;
  }

  totalNs(index: number): number {
    return this.#numbers[width * index]!;
  }

  setTotalNs(index: number, totalNs: number): void {
    this.#numbers[width * index] = totalNs;
  }

  partNs(index: number, part: number): number {
    return this.#numbers[width * index + firstPart + part]!;
  }

  computeBusyNs(index: number): number {
    return this.#numbers[width * index + computeBusy]!;
  }

  memoryBusyNs(index: number): number {
    return this.#numbers[width * index + memoryBusy]!;
  }

  /** The cost `index`, as an object of its own. */
  get(index: number): StepCost {
    const numbers = this.#numbers;
    const at = width * index;
    return {
      totalNs: numbers[at]!,
      parts: numbers.slice(at + firstPart, at + width),
      computeBusyNs: numbers[at + computeBusy]!,
      memoryBusyNs: numbers[at + memoryBusy]!,
      hostBytes: numbers[at + hostBytes]!,
      hostNs: numbers[at + hostTime]!,
      exchanges: this.#exchanges[index] ?? emptyCost().exchanges,
    };
  }

  /** The cost `index` and `times` times the cost `added`. */
  sum(index: number, added: number, times: number): StepCost {
    const sum = this.get(index);
    addCost(sum, this.get(added), times);
    return sum;
  }
}
