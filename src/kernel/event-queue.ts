/**
 * The pending events, in total order (time, sequence): earlier first, and first in, first out among equal times.
 *
 * Layout first. An event is a slot in parallel arrays (time, sequence, code, target); no object is made per event. Events
 * wait in three places, each a list of slots:
 *
 *     near: 4-ary heap        bucket c+1 | bucket c+2 | ... | bucket n-1        far: linked list
 *     (bucket <= c, sorted)    (unsorted linked lists of equal width)           (beyond the last bucket)
 *
 * Only the heap is ordered, and it holds a few events, so an operation touches little memory even with a million pending.
 * When the heap runs dry the next bucket is poured into it; when the buckets run dry the far list is spread over new
 * buckets whose width follows from the events in it. The bucket index is a monotone function of time, so an event can
 * never stand in a later bucket than a later event, and the heap settles the order inside one bucket.
 *
 * Cost: amortised O(1) per event for smooth time distributions, O(log n) at worst (all events in one bucket).
 */

/** Something that events happen to: a long-lived object, never one per event. */
export interface Target {
  /** Takes the event `code` (the target's own meaning) at time `now`, ns. */
  handle(code: number, now: number): void;
}

const none = -1;
const eventsPerBucket = 3;
const bucketsMax = 1 << 18;
const sampleSize = 65;

/** Priority queue of (time, target, code); ties leave in the order in which they came. */
export class EventQueue {
  /** Time of the event that `pop` took last, ns. */
  time = 0;
  /** Code of the event that `pop` took last. */
  code = 0;
  /** Target of the event that `pop` took last. */
  target: Target | undefined = undefined;

  #times = new Float64Array(64);
  #sequences = new Float64Array(64);
  #codes = new Int32Array(64);
  #next = new Int32Array(64);
  #targets: (Target | undefined)[] = [];
  #slots = 0;
  #freeSlot = none;
  #sequence = 0;
  #size = 0;

  #heap = new Int32Array(64);
  #heapSize = 0;

  #buckets = new Int32Array(1).fill(none);
  #bucketCount = 0;
  #bucketStart = 0;
  #bucketsPerNs = 0;
  /** Events of this bucket and the ones before are in the heap. */
  #bucketIndex = 0;

  #far = none;
  #farCount = 0;

  /** Events that wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an event at `time`, ns; `time` may be any finite number that is not below the last popped time. */
  push(time: number, target: Target, code: number): void {
    const slot = this.#allocate();
    this.#times[slot] = time;
    this.#sequences[slot] = this.#sequence++;
    this.#codes[slot] = code;
    this.#targets[slot] = target;
    this.#size++;
    const index = (time - this.#bucketStart) * this.#bucketsPerNs;
    if (index < this.#bucketIndex + 1) {
      this.#heapPush(slot);
    } else if (index < this.#bucketCount) {
      const bucket = Math.floor(index);
      this.#next[slot] = this.#buckets[bucket];
      this.#buckets[bucket] = slot;
    } else {
      this.#farPush(slot);
    }
  }

  /** Takes the first event into `time`, `code` and `target`; false when none waits. */
  pop(): boolean {
    if (this.#heapSize === 0 && !this.#refill()) return false;
    const slot = this.#heapPop();
    this.time = this.#times[slot];
    this.code = this.#codes[slot];
    this.target = this.#targets[slot];
    this.#targets[slot] = undefined;
    this.#next[slot] = this.#freeSlot;
    this.#freeSlot = slot;
    this.#size--;
    return true;
  }

  /** Time of the first event, ns; Infinity when none waits. */
  peekTime(): number {
    return this.#heapSize === 0 && !this.#refill() ? Number.POSITIVE_INFINITY : this.#times[this.#heap[0]];
  }

  #allocate(): number {
    const free = this.#freeSlot;
    if (free !== none) {
      this.#freeSlot = this.#next[free];
      return free;
    }
    if (this.#slots === this.#times.length) this.#grow();
    return this.#slots++;
  }

  #grow(): void {
    const length = this.#times.length * 2;
    const widen = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    this.#times = widen(this.#times, new Float64Array(length));
    this.#sequences = widen(this.#sequences, new Float64Array(length));
    this.#codes = widen(this.#codes, new Int32Array(length));
    this.#next = widen(this.#next, new Int32Array(length));
    this.#heap = widen(this.#heap, new Int32Array(length));
  }

  #farPush(slot: number): void {
    this.#next[slot] = this.#far;
    this.#far = slot;
    this.#farCount++;
  }

  /** Pours the next bucket that holds events into the heap; false when no event is left. */
  #refill(): boolean {
    for (;;) {
      while (++this.#bucketIndex < this.#bucketCount) {
        let slot = this.#buckets[this.#bucketIndex];
        if (slot === none) continue;
        this.#buckets[this.#bucketIndex] = none;
        while (slot !== none) {
          const next = this.#next[slot];
          this.#heapPush(slot);
          slot = next;
        }
        return true;
      }
      this.#bucketCount = 0;
      this.#bucketIndex = none;
      this.#bucketsPerNs = 0;
      if (this.#farCount === 0) return false;
      this.#spread();
    }
  }

  /** Spreads the far list over new buckets, about `eventsPerBucket` in each; the far tail stays behind. */
  #spread(): void {
    let first = Number.POSITIVE_INFINITY;
    const stride = Math.max(1, Math.floor(this.#farCount / sampleSize));
    const sample: number[] = [];
    let position = 0;
    for (let slot = this.#far; slot !== none; slot = this.#next[slot]) {
      const time = this.#times[slot];
      if (time < first) first = time;
      if (position++ % stride === 0) sample.push(time);
    }
    sample.sort((a, b) => a - b);
    const covered = 0.9;
    const span = sample[Math.floor(covered * (sample.length - 1))] - first;
    const buckets = Math.min(
      bucketsMax,
      Math.max(1, Math.ceil((covered * this.#farCount) / eventsPerBucket)),
    );
    if (buckets > this.#buckets.length) this.#buckets = new Int32Array(buckets).fill(none);
    this.#bucketStart = first;
    this.#bucketCount = buckets;
    this.#bucketsPerNs = span > 0 ? Math.min(buckets / span, Number.MAX_VALUE) : 1;
    let slot = this.#far;
    this.#far = none;
    this.#farCount = 0;
    while (slot !== none) {
      const next = this.#next[slot];
      const index = (this.#times[slot] - first) * this.#bucketsPerNs;
      if (index < buckets) {
        const bucket = Math.floor(index);
        this.#next[slot] = this.#buckets[bucket];
        this.#buckets[bucket] = slot;
      } else {
        this.#farPush(slot);
      }
      slot = next;
    }
  }

  #before(a: number, b: number): boolean {
    const difference = this.#times[a] - this.#times[b];
    return difference < 0 || (difference === 0 && this.#sequences[a] < this.#sequences[b]);
  }

  #heapPush(slot: number): void {
    const heap = this.#heap;
    let index = this.#heapSize++;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (!this.#before(slot, heap[parent])) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = slot;
  }

  #heapPop(): number {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap[--this.#heapSize];
    const size = this.#heapSize;
    let index = 0;
    for (;;) {
      const child = 4 * index + 1;
      if (child >= size) break;
      let best = child;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other++) {
        if (this.#before(heap[other], heap[best])) best = other;
      }
      if (!this.#before(heap[best], last)) break;
      heap[index] = heap[best];
      index = best;
    }
    heap[index] = last;
    return top;
  }
}
