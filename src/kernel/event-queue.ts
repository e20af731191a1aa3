/**
 * The pending events, in total order (time, sequence): earlier first, and first in, first out among equal times.
 *
 * Layout first. An event is three numbers (time, sequence, code) and its target; no object is made per event. Events wait in
 * three places, all by value: none is looked up in a table of all that wait, which costs each event a trip or two to main
 * memory once there are a hundred thousand.
 *
 *     heap: buckets <= c    ring: bucket c+1 | c+2 | ... | c+n          far: beyond the ring
 *     ordered               lists of equal width in time, unsorted       an unsorted list
 *
 * Only the heap is ordered, and it holds some ten events, so that an operation stays in the nearest cache with a million
 * pending. When it runs dry the next bucket is poured into it, neighbouring memory all of it. The ring wraps around: the
 * place of a bucket that was poured is that of a bucket n later, and when half of the ring has passed, far events that it now
 * reaches come in. The number of a bucket is a monotone function of time, so an event never stands in a later bucket than a
 * later event, and the heap settles the order inside one bucket.
 *
 * The width follows the events: it is measured again when twice or a quarter as many wait as when it was measured, when
 * buckets turn out to be too full or mostly empty, and when all that wait are far; never before as many events have come as
 * measuring looks at.
 *
 * Cost: amortised O(1) per event for smooth time distributions, O(log n) at worst (all events in one bucket).
 */

import { EventChunks, emptyList } from "./event-chunks.ts";
import { EventHeap } from "./event-heap.ts";
import type { Target } from "./target.ts";

const none = -1;
const eventsPerBucket = 8;
/** Buckets of the ring, a quarter as many as events waited when their width was measured: twice what would hold them all. */
const ringBuckets = { perEvent: 0.25, min: 16, max: 1 << 20 };
const sampleSize = 65;
/** So few events are kept in the heap alone. */
const heapMin = 64;

/** Priority queue of (time, target, code); ties leave in the order in which they came. */
export class EventQueue {
  /** Time of the event that `pop` took last, ns. */
  time = 0;
  /** Code of the event that `pop` took last. */
  code = 0;
  /** Target of the event that `pop` took last. */
  target: Target | undefined = undefined;

  #sequence = 0;
  #size = 0;

  readonly #heap = new EventHeap();
  /** A heap of more events is put in buckets. */
  #heapMax = heapMin;

  readonly #chunks = new EventChunks();
  /** Ends of the lists of the buckets; bucket b stands at b modulo their number, a power of two. */
  #ring = new Int32Array(ringBuckets.min).fill(emptyList);
  #ringSize = 0;
  /** Where bucket 0 begins, ns. */
  #start = 0;
  #bucketsPerNs = 0;
  /** Events of this bucket and the ones before are in the heap. */
  #bucket = none;
  /** Events of this bucket and the ones after are far. */
  #ringEnd = 0;

  /** End of the list of far events. */
  #far = emptyList;
  #farSize = 0;

  readonly #putAgain = (time: number, sequence: number, code: number, target: Target) =>
    this.#put(time, sequence, code, target);

  /** When the width was measured: events that waited, and the sequence. */
  #measuredSize = 0;
  #measuredAt = 0;
  /** Since then: buckets looked at, and the events that were in them. */
  #bucketsSeen = 0;
  #eventsPoured = 0;
  #bucketsPoured = 0;

  /** Events that wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an event at `time`, ns; `time` may be any finite number that is not below the last popped time. */
  push(time: number, target: Target, code: number): void {
    this.pushTurn(time, this.#sequence++, target, code);
  }

  /** Takes a turn: the place among equal times of an event that came now. */
  takeTurn(): number {
    return this.#sequence++;
  }

  /** Adds an event that takes the turn `turn`, which must come after that of any popped event of its time. */
  pushTurn(time: number, turn: number, target: Target, code: number): void {
    this.#size++;
    this.#put(time, turn, code, target);
  }

  /** Takes the first event into `time`, `code` and `target`; false when none waits. */
  pop(): boolean {
    if (this.#heap.size === 0 && !this.#refill()) return false;
    this.#heap.pop(this);
    this.#size--;
    return true;
  }

  /** Time of the first event, ns; Infinity when none waits. */
  peekTime(): number {
    return this.#heap.size === 0 && !this.#refill() ? Number.POSITIVE_INFINITY : this.#heap.firstTime;
  }

  #put(time: number, sequence: number, code: number, target: Target): void {
    const bucket = (time - this.#start) * this.#bucketsPerNs;
    if (bucket < this.#bucket + 1) {
      if (this.#heap.size < this.#heapMax) {
        this.#heap.push(time, sequence, code, target);
        return;
      }
      this.#spill();
    } else if (bucket < this.#ringEnd) {
      const at = bucket & (this.#ring.length - 1);
      this.#ring[at] = this.#chunks.push(this.#ring[at]!, time, sequence, code, target);
      this.#ringSize++;
      return;
    }
    this.#far = this.#chunks.push(this.#far, time, sequence, code, target);
    this.#farSize++;
  }

  /** Pours the next bucket that holds events into the empty heap; false when no event is left. */
  #refill(): boolean {
    if (this.#size === 0) return false;
    if (this.#ringSize === 0 || this.#bucketsPerNs === 0 || this.#isMismeasured()) this.#measure();
    if (this.#heap.size > 0) return true;
    const ring = this.#ring;
    const mask = ring.length - 1;
    let bucket = this.#bucket;
    let end: number = emptyList;
    while (end === emptyList) {
      end = ring[++bucket & mask]!;
      if (bucket + (ring.length >> 1) >= this.#ringEnd) this.#reach(bucket);
    }
    this.#bucketsSeen += bucket - this.#bucket;
    this.#bucketsPoured++;
    this.#bucket = bucket;
    ring[bucket & mask] = emptyList;
    const poured = this.#chunks.pour(end, this.#heap);
    this.#ringSize -= poured;
    this.#eventsPoured += poured;
    this.#heapMax = Math.max(heapMin, 4 * poured);
    return true;
  }

  /** Lets the ring reach as far as it can when `bucket` is the next to be poured, and far events in. */
  #reach(bucket: number): void {
    this.#ringEnd = bucket + this.#ring.length;
    const far = this.#far;
    this.#far = emptyList;
    this.#farSize = 0;
    this.#chunks.spread(far, this.#putAgain);
  }

  /** Whether the width of buckets suits the events no longer, and enough have come since to pay for measuring again. */
  #isMismeasured(): boolean {
    const size = this.#size;
    const came = this.#sequence - this.#measuredAt;
    if (came < size || came < 64) return false;
    if (size > 2 * this.#measuredSize || 4 * size < this.#measuredSize) return true;
    if (this.#bucket > 1 << 29) return true;
    if (this.#bucketsSeen > 2 * this.#eventsPoured + this.#ring.length) return true;
    return this.#eventsPoured > 4 * eventsPerBucket * this.#bucketsPoured;
  }

  /** Makes the events of a heap that has grown too large far, so that they are measured next. */
  #spill(): void {
    const far = this.#heap.size;
    this.#far = this.#heap.spill(this.#far, this.#chunks);
    this.#farSize += far;
    this.#bucketsPerNs = 0;
    this.#bucket = none;
    this.#ringEnd = 0;
  }

  /** Gives the buckets the width that the waiting events ask for, and puts all of them in place; the heap is empty. */
  #measure(): void {
    const count = this.#farSize + this.#ringSize;
    const lists = [this.#far, ...this.#ring.filter((end) => end !== emptyList)];
    this.#far = emptyList;
    this.#farSize = 0;
    this.#ringSize = 0;
    if (2 * count <= heapMin) {
      this.#ring.fill(emptyList);
      this.#bucketsPerNs = 0;
      this.#bucket = 0;
      this.#heapMax = heapMin;
    } else {
      const times = new Float64Array(count);
      let at = 0;
      for (const end of lists) at = this.#chunks.copyTimes(end, times, at);
      this.#lay(times);
    }
    for (const end of lists) this.#chunks.spread(end, this.#putAgain);
  }

  /** Lays an empty ring for events at `times`. */
  #lay(times: Float64Array): void {
    const count = times.length;
    const first = times.reduce((least, time) => Math.min(least, time));
    const stride = Math.max(1, Math.floor(count / sampleSize));
    const sample: number[] = [];
    for (let at = 0; at < count; at += stride) sample.push(times[at]!);
    sample.sort((a, b) => a - b);
    // The half that comes first tells how dense events are where they are needed next.
    let rank = (sample.length - 1) >> 1;
    while (rank < sample.length - 1 && sample[rank] === first) rank++;
    const span = sample[rank]! - first;
    const covered = ((rank + 1) / sample.length) * count;
    const perNs = covered / eventsPerBucket / span;
    this.#start = first;
    this.#bucketsPerNs = perNs > 0 && perNs < Number.MAX_VALUE ? perNs : 1;
    const buckets = Math.min(ringBuckets.max, Math.max(ringBuckets.min, count * ringBuckets.perEvent));
    const length = 2 ** Math.ceil(Math.log2(buckets));
    if (length === this.#ring.length) this.#ring.fill(emptyList);
    else this.#ring = new Int32Array(length).fill(emptyList);
    this.#bucket = none;
    this.#ringEnd = length;
    this.#measuredSize = count;
    this.#measuredAt = this.#sequence;
    this.#bucketsSeen = 0;
    this.#eventsPoured = 0;
    this.#bucketsPoured = 0;
  }
}
