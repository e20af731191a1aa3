/**
 * Requests that wait for a replica, in the order of service. Under first come, first served a request that lost its place
 * in the batch returns to where it came from, because the order is that of arrival.
 */
import type { Request } from "../load/request.ts";

/** Negative: `a` goes before `b`. A total order: no two requests are equal. */
export type Order = (a: Request, b: Request) => number;

/** An ordered line; O(1) at both ends, O(log n) comparisons and a move of memory in between. */
export class Line {
  readonly #order: Order;
  #items: (Request | undefined)[] = [];
  #head = 0;
  /** Counted beside the list, which most questions about an empty line then leave alone. */
  #size = 0;

  constructor(order: Order) {
    this.#order = order;
  }

  /** Requests in line. */
  get size(): number {
    return this.#size;
  }

  /** The request `index` places behind the head. */
  at(index: number): Request | undefined {
    return this.#items[this.#head + index];
  }

  /** Puts a request in its place. */
  push(request: Request): void {
    const items = this.#items;
    const last = items[items.length - 1];
    this.#size++;
    if (this.#size === 1 || this.#order(last as Request, request) < 0) {
      items.push(request);
      return;
    }
    const place = this.#placeOf(request);
    if (place === this.#head && this.#head > 0) items[--this.#head] = request;
    else items.splice(place, 0, request);
  }

  /** Takes the head. */
  shift(): Request | undefined {
    if (this.#size === 0) return undefined;
    this.#size--;
    const request = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head > 1024 && 2 * this.#head > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    return request;
  }

  /** Takes `request` out, wherever it stands; false when it is not in line. */
  remove(request: Request): boolean {
    const place = this.#placeOf(request);
    if (this.#items[place] !== request) return false;
    if (place === this.#head) this.shift();
    else {
      this.#items.splice(place, 1);
      this.#size--;
    }
    return true;
  }

  /** Index of the first request that does not go before `request`. */
  #placeOf(request: Request): number {
    let low = this.#head;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order(this.#items[middle] as Request, request) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
