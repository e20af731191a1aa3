/**
 * The few events that come next, in order of (time, sequence): a heap with four children a node. What is compared stands in
 * the heap itself; code and target stay where they were put, in a table as small as the heap, and only the number of their
 * place moves.
 */
import type { EventChunks } from "./event-chunks.ts";
import { widened } from "./sharing/widened.ts";
import type { Target } from "./target.ts";

const placesMin = 64;

/** A heap of events. */
export class EventHeap {
  size = 0;
  #times = new Float64Array(placesMin);
  #sequences = new Float64Array(placesMin);
  /** Places in the table below; beyond the heap, those that are free. */
  #places = Int32Array.from({ length: placesMin }, (_, place) => place);
  #codes = new Float64Array(placesMin);
  #targets: (Target | undefined)[] = new Array(placesMin).fill(undefined);

  /** Time of the first event; there must be one. */
  get firstTime(): number {
    return this.#times[0]!;
  }

  /** Puts all events in the list of `chunks` that ends at `end`; result: where it then ends. */
  spill(end: number, chunks: EventChunks): number {
    let after = end;
    for (let index = 0; index < this.size; index++) {
      const place = this.#places[index]!;
      const target = this.#targets[place] as Target;
      after = chunks.push(after, this.#times[index]!, this.#sequences[index]!, this.#codes[place]!, target);
    }
    this.#targets.fill(undefined);
    this.size = 0;
    return after;
  }

  push(time: number, sequence: number, code: number, target: Target): void {
    if (this.size === this.#places.length) this.#widen();
    const times = this.#times;
    const sequences = this.#sequences;
    const places = this.#places;
    let index = this.size++;
    const place = places[index]!;
    this.#codes[place] = code;
    this.#targets[place] = target;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const other = times[parent]!;
      if (other < time || (other === time && sequences[parent]! < sequence)) break;
      times[index] = other;
      sequences[index] = sequences[parent]!;
      places[index] = places[parent]!;
      index = parent;
    }
    times[index] = time;
    sequences[index] = sequence;
    places[index] = place;
  }

  /** Takes the first event into `event`; there must be one. */
  pop(event: { time: number; code: number; target: Target | undefined }): void {
    const times = this.#times;
    const sequences = this.#sequences;
    const places = this.#places;
    const top = places[0]!;
    event.time = times[0]!;
    event.code = this.#codes[top]!;
    event.target = this.#targets[top];
    this.#targets[top] = undefined;
    const size = --this.size;
    if (size === 0) return;
    const time = times[size]!;
    const sequence = sequences[size]!;
    const place = places[size]!;
    places[size] = top;
    let index = 0;
    for (;;) {
      const child = 4 * index + 1;
      if (child >= size) break;
      let best = child;
      let bestTime = times[child]!;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other++) {
        const otherTime = times[other]!;
        if (otherTime < bestTime || (otherTime === bestTime && sequences[other]! < sequences[best]!)) {
          best = other;
          bestTime = otherTime;
        }
      }
      if (time < bestTime || (time === bestTime && sequence < sequences[best]!)) break;
      times[index] = bestTime;
      sequences[index] = sequences[best]!;
      places[index] = places[best]!;
      index = best;
    }
    times[index] = time;
    sequences[index] = sequence;
    places[index] = place;
  }

  #widen(): void {
    const length = this.size;
    this.#times = widened(this.#times, new Float64Array(2 * length));
    this.#sequences = widened(this.#sequences, new Float64Array(2 * length));
    this.#codes = widened(this.#codes, new Float64Array(2 * length));
    this.#places = widened(this.#places, new Int32Array(2 * length));
    for (let place = length; place < 2 * length; place++) {
      this.#places[place] = place;
      this.#targets.push(undefined);
    }
  }
}
