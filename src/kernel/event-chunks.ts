/**
 * Lists of events, unsorted and by value. A list is a chain of chunks of eight events and is known by its end: the number
 * after that of its last event.
 *
 *     end 21:   chunk 2 [16 17 18 19 20 . . .] --before--> chunk 0 [0 1 ... 7]
 *
 * To put an event in a list writes to one place and reads none but the end; to pour a list out reads neighbouring memory.
 * Chunks that were poured are used again, the last one first.
 */
import { widened } from "./sharing/widened.ts";
import type { Target } from "./target.ts";

/** End of a list without events. */
export const emptyList = 0;

const chunkEvents = 8;
const chunkShift = 3;
const chunksMin = 8;
/** Numbers of an event: time, sequence, code. */
const width = 3;

/** What a list is poured into. */
export interface Vessel {
  push(time: number, sequence: number, code: number, target: Target): void;
}

/** Any number of lists. */
export class EventChunks {
  #numbers = new Float64Array(width * chunkEvents * chunksMin);
  #targets: (Target | undefined)[] = new Array(chunkEvents * chunksMin).fill(undefined);
  /** By chunk: the one before it in its list, or the next free one. Chunk 0 is never used, so that no list ends at 0. */
  #before = new Int32Array(chunksMin);
  #chunks = 1;
  #free = 0;

  /** Puts an event in the list that ends at `end`; result: where it then ends. */
  push(end: number, time: number, sequence: number, code: number, target: Target): number {
    const at = (end & (chunkEvents - 1)) === 0 ? this.#newChunk(end) : end;
    const numbers = this.#numbers;
    numbers[width * at] = time;
    numbers[width * at + 1] = sequence;
    numbers[width * at + 2] = code;
    this.#targets[at] = target;
    return at + 1;
  }

  /**
   * Gives every event of the list that ends at `end` to `heap`, and the list's chunks back; result: their number. Every event
   * passes through this loop, which is why it is one of its own: it knows whom it calls.
   */
  pour(end: number, heap: Vessel): number {
    const numbers = this.#numbers;
    const targets = this.#targets;
    let poured = 0;
    for (let stop = end; stop !== emptyList; ) {
      const chunk = (stop - 1) >> chunkShift;
      for (let at = chunk << chunkShift; at < stop; at++) {
        const number = width * at;
        heap.push(numbers[number]!, numbers[number + 1]!, numbers[number + 2]!, targets[at] as Target);
        targets[at] = undefined;
        poured++;
      }
      stop = this.#giveBack(chunk);
    }
    return poured;
  }

  /** Gives every event of that list to `put`, and its chunks back; `put` may put events in lists meanwhile. */
  spread(end: number, put: (time: number, sequence: number, code: number, target: Target) => void): void {
    for (let stop = end; stop !== emptyList; ) {
      const chunk = (stop - 1) >> chunkShift;
      for (let at = chunk << chunkShift; at < stop; at++) {
        const number = width * at;
        const target = this.#targets[at] as Target;
        this.#targets[at] = undefined;
        put(this.#numbers[number]!, this.#numbers[number + 1]!, this.#numbers[number + 2]!, target);
      }
      stop = this.#giveBack(chunk);
    }
  }

  /** Writes the times of the list that ends at `end` into `times`, from `from` on; result: where they end. */
  copyTimes(end: number, times: Float64Array, from: number): number {
    let to = from;
    for (let stop = end; stop !== emptyList; ) {
      const chunk = (stop - 1) >> chunkShift;
      for (let at = chunk << chunkShift; at < stop; at++) times[to++] = this.#numbers[width * at]!;
      stop = this.#before[chunk]!;
    }
    return to;
  }

  /** A chunk that was read holds no event any more; result: where the chunk before it ends. */
  #giveBack(chunk: number): number {
    const end = this.#before[chunk]!;
    this.#before[chunk] = this.#free;
    this.#free = chunk;
    return end;
  }

  /** First place of a new chunk behind the full one that ends at `end`. */
  #newChunk(end: number): number {
    let chunk = this.#free;
    if (chunk !== 0) this.#free = this.#before[chunk]!;
    else {
      if (this.#chunks === this.#before.length) this.#widen();
      chunk = this.#chunks++;
    }
    this.#before[chunk] = end;
    return chunk << chunkShift;
  }

  #widen(): void {
    const chunks = 2 * this.#chunks;
    this.#before = widened(this.#before, new Int32Array(chunks));
    this.#numbers = widened(this.#numbers, new Float64Array(width * chunkEvents * chunks));
    while (this.#targets.length < chunkEvents * chunks) this.#targets.push(undefined);
  }
}
