/** Resources by level, lowest first: a binary heap whose levels stand outside and may be out of date below the first. */
export class LevelHeap {
  #heap = new Int32Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The resource of the lowest level known; the heap must not be empty. */
  get first(): number {
    return this.#heap[0]!;
  }

  /** Begins anew with the first `size` of `resources`. */
  fill(resources: readonly number[], size: number, levels: Float64Array): void {
    if (size > this.#heap.length) this.#heap = new Int32Array(2 * size);
    for (let place = 0; place < size; place++) this.#heap[place] = resources[place]!;
    this.#size = size;
    for (let place = (size >> 1) - 1; place >= 0; place--) this.#sinkFrom(place, levels);
  }

  /** Puts the first in its place after its level has grown. */
  sink(levels: Float64Array): void {
    this.#sinkFrom(0, levels);
  }

  /** Takes the first out. */
  drop(levels: Float64Array): void {
    this.#heap[0] = this.#heap[--this.#size]!;
    if (this.#size > 0) this.#sinkFrom(0, levels);
  }

  #sinkFrom(start: number, levels: Float64Array): void {
    const heap = this.#heap;
    const size = this.#size;
    const resource = heap[start]!;
    const level = levels[resource]!;
    let at = start;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && levels[heap[child + 1]!]! < levels[heap[child]!]!) child++;
      if (levels[heap[child]!]! >= level) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = resource;
  }
}
