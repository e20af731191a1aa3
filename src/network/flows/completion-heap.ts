/**
 * Flows ordered by when they will end: a binary heap with the place of each flow, so that a changed end moves it. Equal ends
 * leave in the order of their flow numbers.
 */

/** Priority queue of flow numbers; capacity grows with the flows. */
export class CompletionHeap {
  #heap = new Int32Array(64);
  #places = new Int32Array(64).fill(-1);
  #ends = new Float64Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The flow that ends first; the heap must not be empty. */
  get first(): number {
    return this.#heap[0];
  }

  /** When `flow` ends, ns, as last set. */
  end(flow: number): number {
    return this.#ends[flow];
  }

  /** Makes room for flows numbered below `flows`. */
  grow(flows: number): void {
    if (flows <= this.#places.length) return;
    const length = Math.max(flows, 2 * this.#places.length);
    const [heap, places, ends] = [this.#heap, this.#places, this.#ends];
    this.#heap = new Int32Array(length);
    this.#places = new Int32Array(length).fill(-1);
    this.#ends = new Float64Array(length);
    this.#heap.set(heap);
    this.#places.set(places);
    this.#ends.set(ends);
  }

  /** Sets when `flow` ends and puts it in its place. */
  set(flow: number, end: number): void {
    const before = this.#ends[flow];
    this.#ends[flow] = end;
    const place = this.#places[flow];
    if (place < 0) this.#up(this.#size++, flow);
    else if (end < before) this.#up(place, flow);
    else this.#down(place, flow);
  }

  /** Sets the end of a flow without moving it; `reorder` must follow. */
  setLater(flow: number, end: number): void {
    this.#ends[flow] = end;
    if (this.#places[flow] < 0) {
      this.#heap[this.#size] = flow;
      this.#places[flow] = this.#size++;
    }
  }

  /** Puts all flows in order: cheaper than moving most of them one by one. */
  reorder(): void {
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#down(place, this.#heap[place]);
  }

  /** Takes `flow` out. */
  remove(flow: number): void {
    const place = this.#places[flow];
    if (place < 0) return;
    this.#places[flow] = -1;
    const last = this.#heap[--this.#size];
    if (last === flow) return;
    if (place > 0 && this.#before(last, this.#heap[(place - 1) >> 1])) this.#up(place, last);
    else this.#down(place, last);
  }

  #before(a: number, b: number): boolean {
    const difference = this.#ends[a] - this.#ends[b];
    return difference < 0 || (difference === 0 && a < b);
  }

  #up(place: number, flow: number): void {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = this.#heap[parent];
      if (!this.#before(flow, other)) break;
      this.#heap[at] = other;
      this.#places[other] = at;
      at = parent;
    }
    this.#heap[at] = flow;
    this.#places[flow] = at;
  }

  #down(place: number, flow: number): void {
    const heap = this.#heap;
    const places = this.#places;
    const ends = this.#ends;
    const size = this.#size;
    const end = ends[flow];
    let at = place;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let other = heap[child];
      if (child + 1 < size) {
        const right = heap[child + 1];
        if (ends[right] < ends[other] || (ends[right] === ends[other] && right < other)) {
          child++;
          other = right;
        }
      }
      if (ends[other] > end || (ends[other] === end && other > flow)) break;
      heap[at] = other;
      places[other] = at;
      at = child;
    }
    heap[at] = flow;
    places[flow] = at;
  }
}
