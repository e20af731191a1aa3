/**
 * The pending events, in total order (time, sequence): earlier first, and first in, first out among equal times.
 *
 * Layout first. An event is a record of four numbers (time, sequence, code, next) in one typed array, and its target beside
 * it; no object is made per event. Records wait in three places:
 *
 *     heap: buckets <= c    ring: bucket c+1 | c+2 | ... | c+n          far: beyond the ring
 *     4-ary, of values       lists of equal width in time, unsorted       an unsorted array
 *
 * Only the heap is ordered. It holds the times and sequences themselves, so that ordering never looks a record up, and it
 * holds some ten events, so that an operation stays in the nearest cache with a million pending. When it runs dry the
 * next bucket is poured into it: the one walk in random order that an event sees. The ring wraps around: the place of a
 * bucket that was poured is that of a bucket n later, and when half of the ring has passed, far events that it now reaches
 * come in. The number of a bucket is a monotone function of time, so an event never stands in a later bucket than a later
 * event, and the heap settles the order inside one bucket.
 *
 * The width follows the events: it is measured again when twice or a quarter as many wait as when it was measured, when
 * buckets turn out to be too full or mostly empty, and when all that wait are far; never before as many events have come as
 * measuring looks at.
 *
 * Cost: amortised O(1) per event for smooth time distributions, O(log n) at worst (all events in one bucket).
 */
import { widened } from "./sharing/widened.ts";

/** Something that events happen to: a long-lived object, never one per event. */
export interface Target {
  /** Takes the event `code` (the target's own meaning) at time `now`, ns. */
  handle(code: number, now: number): void;
}

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

  /** By slot: time, sequence, code, and the next slot of the list it stands in. */
  #records = new Float64Array(4 * 64);
  #targets: (Target | undefined)[] = [];
  #slots = 0;
  #freeSlot = none;
  #sequence = 0;
  #size = 0;

  #heapTimes = new Float64Array(64);
  #heapSequences = new Float64Array(64);
  #heapSlots = new Int32Array(64);
  #heapSize = 0;
  /** A heap of more events is put in buckets. */
  #heapMax = heapMin;

  /** First slots of the buckets; bucket b stands at b modulo their number, a power of two. */
  #ring = new Int32Array(ringBuckets.min).fill(none);
  #ringSize = 0;
  /** Where bucket 0 begins, ns. */
  #start = 0;
  #bucketsPerNs = 0;
  /** Events of this bucket and the ones before are in the heap. */
  #bucket = none;
  /** Events of this bucket and the ones after are far. */
  #ringEnd = 0;

  #farTimes = new Float64Array(64);
  #farSlots = new Int32Array(64);
  #farSize = 0;

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
    let slot = this.#freeSlot;
    if (slot === none) slot = this.#newSlot();
    else this.#freeSlot = this.#records[4 * slot + 3]!;
    const record = 4 * slot;
    const sequence = this.#sequence++;
    this.#records[record] = time;
    this.#records[record + 1] = sequence;
    this.#records[record + 2] = code;
    this.#targets[slot] = target;
    this.#size++;
    const bucket = (time - this.#start) * this.#bucketsPerNs;
    if (bucket < this.#bucket + 1 && this.#heapSize < this.#heapMax) this.#heapPush(time, sequence, slot);
    else if (bucket >= this.#bucket + 1 && bucket < this.#ringEnd) this.#ringPush(bucket | 0, slot);
    else {
      if (bucket < this.#bucket + 1) this.#spill();
      this.#farPush(time, slot);
    }
  }

  /** Takes the first event into `time`, `code` and `target`; false when none waits. */
  pop(): boolean {
    if (this.#heapSize === 0 && !this.#refill()) return false;
    this.time = this.#heapTimes[0]!;
    const slot = this.#heapPop();
    this.code = this.#records[4 * slot + 2]!;
    this.target = this.#targets[slot];
    this.#targets[slot] = undefined;
    this.#records[4 * slot + 3] = this.#freeSlot;
    this.#freeSlot = slot;
    this.#size--;
    return true;
  }

  /** Time of the first event, ns; Infinity when none waits. */
  peekTime(): number {
    return this.#heapSize === 0 && !this.#refill() ? Number.POSITIVE_INFINITY : this.#heapTimes[0]!;
  }

  #newSlot(): number {
    if (4 * this.#slots === this.#records.length) {
      this.#records = widened(this.#records, new Float64Array(2 * this.#records.length));
    }
    this.#targets.push(undefined);
    return this.#slots++;
  }

  #ringPush(bucket: number, slot: number): void {
    const at = bucket & (this.#ring.length - 1);
    this.#records[4 * slot + 3] = this.#ring[at]!;
    this.#ring[at] = slot;
    this.#ringSize++;
  }

  #farPush(time: number, slot: number): void {
    const at = this.#farSize++;
    if (at === this.#farSlots.length) {
      this.#farTimes = widened(this.#farTimes, new Float64Array(2 * at));
      this.#farSlots = widened(this.#farSlots, new Int32Array(2 * at));
    }
    this.#farTimes[at] = time;
    this.#farSlots[at] = slot;
  }

  /** Pours the next bucket that holds events into the empty heap; false when no event is left. */
  #refill(): boolean {
    if (this.#size === 0) return false;
    if (this.#ringSize === 0 || this.#bucketsPerNs === 0 || this.#isMismeasured()) this.#measure();
    if (this.#heapSize > 0) return true;
    const ring = this.#ring;
    const mask = ring.length - 1;
    let bucket = this.#bucket;
    let slot: number = none;
    while (slot === none) {
      slot = ring[++bucket & mask]!;
      if (bucket + (ring.length >> 1) >= this.#ringEnd) this.#reach(bucket);
    }
    this.#bucketsSeen += bucket - this.#bucket;
    this.#bucketsPoured++;
    this.#bucket = bucket;
    ring[bucket & mask] = none;
    const records = this.#records;
    let poured = 0;
    while (slot !== none) {
      const record = 4 * slot;
      this.#heapPush(records[record]!, records[record + 1]!, slot);
      slot = records[record + 3]!;
      poured++;
    }
    this.#ringSize -= poured;
    this.#eventsPoured += poured;
    this.#heapMax = Math.max(heapMin, 4 * poured);
    return true;
  }

  /** Lets the ring reach as far as it can when `bucket` is the next to be poured, and far events in. */
  #reach(bucket: number): void {
    this.#ringEnd = bucket + this.#ring.length;
    let left = 0;
    for (let at = 0; at < this.#farSize; at++) {
      const time = this.#farTimes[at]!;
      const slot = this.#farSlots[at]!;
      const index = (time - this.#start) * this.#bucketsPerNs;
      if (index < this.#ringEnd) this.#ringPush(index | 0, slot);
      else {
        this.#farTimes[left] = time;
        this.#farSlots[left++] = slot;
      }
    }
    this.#farSize = left;
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
    for (let at = 0; at < this.#heapSize; at++) this.#farPush(this.#heapTimes[at]!, this.#heapSlots[at]!);
    this.#heapSize = 0;
    this.#bucketsPerNs = 0;
    this.#bucket = none;
    this.#ringEnd = 0;
  }

  /** Makes the heap all there is. */
  #useHeapAlone(): void {
    for (let at = 0; at < this.#farSize; at++) {
      const slot = this.#farSlots[at]!;
      this.#heapPush(this.#farTimes[at]!, this.#records[4 * slot + 1]!, slot);
    }
    this.#farSize = 0;
    this.#bucketsPerNs = 0;
    this.#bucket = 0;
    this.#heapMax = heapMin;
  }

  /** Gives the buckets the width that the waiting events ask for, and puts all of them in place; the heap is empty. */
  #measure(): void {
    this.#emptyRing();
    const count = this.#farSize;
    if (2 * count <= heapMin) {
      this.#useHeapAlone();
      return;
    }
    const times = this.#farTimes;
    let first = Number.POSITIVE_INFINITY;
    for (let at = 0; at < count; at++) if (times[at]! < first) first = times[at]!;
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
    if (length !== this.#ring.length) this.#ring = new Int32Array(length).fill(none);
    this.#bucket = none;
    this.#measuredSize = count;
    this.#measuredAt = this.#sequence;
    this.#bucketsSeen = 0;
    this.#eventsPoured = 0;
    this.#bucketsPoured = 0;
    this.#reach(0);
  }

  /** Makes all events of the ring far. */
  #emptyRing(): void {
    const records = this.#records;
    const ring = this.#ring;
    for (let at = 0; at < ring.length && this.#ringSize > 0; at++) {
      for (let slot = ring[at]!; slot !== none; slot = records[4 * slot + 3]!) {
        this.#farPush(records[4 * slot]!, slot);
        this.#ringSize--;
      }
      ring[at] = none;
    }
  }

  #heapPush(time: number, sequence: number, slot: number): void {
    if (this.#heapSize === this.#heapSlots.length) this.#widenHeap();
    const times = this.#heapTimes;
    const sequences = this.#heapSequences;
    const slots = this.#heapSlots;
    let index = this.#heapSize++;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const other = times[parent]!;
      if (other < time || (other === time && sequences[parent]! < sequence)) break;
      times[index] = other;
      sequences[index] = sequences[parent]!;
      slots[index] = slots[parent]!;
      index = parent;
    }
    times[index] = time;
    sequences[index] = sequence;
    slots[index] = slot;
  }

  #widenHeap(): void {
    const length = 2 * this.#heapSlots.length;
    this.#heapTimes = widened(this.#heapTimes, new Float64Array(length));
    this.#heapSequences = widened(this.#heapSequences, new Float64Array(length));
    this.#heapSlots = widened(this.#heapSlots, new Int32Array(length));
  }

  /** Takes the slot of the first event out of the heap. */
  #heapPop(): number {
    const times = this.#heapTimes;
    const sequences = this.#heapSequences;
    const slots = this.#heapSlots;
    const top = slots[0]!;
    const size = --this.#heapSize;
    if (size === 0) return top;
    const time = times[size]!;
    const sequence = sequences[size]!;
    const slot = slots[size]!;
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
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = time;
    sequences[index] = sequence;
    slots[index] = slot;
    return top;
  }
}
