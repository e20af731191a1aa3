/**
 * Tasks ordered by when they will end: a binary heap with the place of each task, so that a changed end moves it. Equal ends
 * leave in the order of their task numbers.
 */

/** Priority queue of task numbers; capacity grows with the tasks. */
export class CompletionHeap {
  #heap = new Int32Array(64);
  #places = new Int32Array(64).fill(-1);
  #ends = new Float64Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The task that ends first; the heap must not be empty. */
  get first(): number {
    return this.#heap[0]!;
  }

  /** When `task` ends, ns, as last set. */
  end(task: number): number {
    return this.#ends[task]!;
  }

  /** Makes room for tasks numbered below `tasks`. */
  grow(tasks: number): void {
    if (tasks <= this.#places.length) return;
    const length = Math.max(tasks, 2 * this.#places.length);
    const [heap, places, ends] = [this.#heap, this.#places, this.#ends];
    this.#heap = new Int32Array(length);
    this.#places = new Int32Array(length).fill(-1);
    this.#ends = new Float64Array(length);
    this.#heap.set(heap);
    this.#places.set(places);
    this.#ends.set(ends);
  }

  /** Sets when `task` ends and puts it in its place. */
  set(task: number, end: number): void {
    const before = this.#ends[task]!;
    this.#ends[task] = end;
    const place = this.#places[task]!;
    if (place < 0) this.#up(this.#size++, task);
    else if (end < before) this.#up(place, task);
    else this.#down(place, task);
  }

  /** Sets the end of a task without moving it; `reorder` must follow. */
  setLater(task: number, end: number): void {
    this.#ends[task] = end;
    if (this.#places[task]! < 0) {
      this.#heap[this.#size] = task;
      this.#places[task] = this.#size++;
    }
  }

  /** Puts all tasks in order: cheaper than moving most of them one by one. */
  reorder(): void {
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#down(place, this.#heap[place]!);
  }

  /** Takes `task` out. */
  remove(task: number): void {
    const place = this.#places[task]!;
    if (place < 0) return;
    this.#places[task] = -1;
    const last = this.#heap[--this.#size]!;
    if (last === task) return;
    if (place > 0 && this.#before(last, this.#heap[(place - 1) >> 1]!)) this.#up(place, last);
    else this.#down(place, last);
  }

  #before(a: number, b: number): boolean {
    const difference = this.#ends[a]! - this.#ends[b]!;
    return difference < 0 || (difference === 0 && a < b);
  }

  #up(place: number, task: number): void {
    let at = place;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = this.#heap[parent]!;
      if (!this.#before(task, other)) break;
      this.#heap[at] = other;
      this.#places[other] = at;
      at = parent;
    }
    this.#heap[at] = task;
    this.#places[task] = at;
  }

  #down(place: number, task: number): void {
    const heap = this.#heap;
    const places = this.#places;
    const ends = this.#ends;
    const size = this.#size;
    const end = ends[task]!;
    let at = place;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let other = heap[child]!;
      if (child + 1 < size) {
        const right = heap[child + 1]!;
        if (ends[right]! < ends[other]! || (ends[right] === ends[other] && right < other)) {
          child++;
          other = right;
        }
      }
      if (ends[other]! > end || (ends[other] === end && other > task)) break;
      heap[at] = other;
      places[other] = at;
      at = child;
    }
    heap[at] = task;
    places[task] = at;
  }
}
