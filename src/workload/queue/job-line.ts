/**
 * The line of a pool as a policy looks at it, kept from one decision to the next, so that a decision costs what it starts and
 * not what waits. Jobs lie in *lanes* (all in one, those of a user, those of a size), in each in the order in which the policy
 * looks at them: one place for each job that will ever come, known from the start. Over the places stands a binary tree of the
 * least run time of those who wait: the next one behind a place that is short enough, and the shortest of all, are each found in
 * the logarithm of the number of jobs.
 */
import type { QueuedJob } from "./queued-job.ts";

/** How a policy looks at a line. */
export interface LineOrder {
  /** Lanes in which equal things are asked of all; one lane when absent. */
  laneOf?(job: QueuedJob): string | number;
  /** Order in a lane, equal ones and all when absent in that of submission; no run time, which changes. */
  compare?(one: QueuedJob, other: QueuedJob): number;
}

/** Places from `start` to `end`, exclusive. */
export interface Lane {
  readonly key: string | number;
  readonly start: number;
  readonly end: number;
  /** How many wait in it, however long they take. */
  waiting: number;
}

/** A place in a lane; -1 behind the last one. */
export interface Cursor {
  readonly lane: Lane;
  place: number;
}

/** Who waits, by lanes. */
export class JobLine {
  readonly lanes: Lane[] = [];
  /** Who takes longer is not in line now, ns. */
  limitNs = Number.POSITIVE_INFINITY;
  /** By place; each as it was when it last came. */
  readonly #jobs: QueuedJob[] = [];
  /** By index of the job. */
  readonly #places: number[] = [];
  /** By place. */
  readonly #lanes: Lane[] = [];
  /** Run time by place, NaN where nobody waits, behind the least of each two. */
  readonly #least: Float64Array;
  readonly #size: number;

  /** Of `jobs` that may come, in the order of submission; nobody waits yet. */
  constructor(jobs: readonly QueuedJob[], { laneOf = () => 0, compare = () => 0 }: LineOrder) {
    const lanes = new Map<string | number, QueuedJob[]>();
    for (const job of jobs) {
      const key = laneOf(job);
      const lane = lanes.get(key);
      if (lane) lane.push(job);
      else lanes.set(key, [job]);
    }
    for (const [key, lane] of lanes) {
      const start = this.#jobs.length;
      const own = { key, start, end: start + lane.length, waiting: 0 };
      for (const job of lane.sort(compare)) {
        this.#places[job.index] = this.#jobs.push(job) - 1;
        this.#lanes.push(own);
      }
      this.lanes.push(own);
    }
    this.#size = 2 ** Math.ceil(Math.log2(jobs.length + 1));
    this.#least = new Float64Array(2 * this.#size).fill(Number.NaN);
  }

  /** `job` waits from now on. */
  add(job: QueuedJob): void {
    const place = this.#places[job.index] as number;
    this.#jobs[place] = job;
    this.#set(place, job.durationNs);
  }

  /** The job of `index` waits no more. */
  remove(index: number): void {
    if (this.waits(index)) this.#set(this.#places[index] as number, Number.NaN);
  }

  /** Whether the job of `index` waits, however long it takes. */
  waits(index: number): boolean {
    const place = this.#places[index];
    return place !== undefined && !Number.isNaN(this.#least[this.#size + place]);
  }

  /** Whether `job` itself waits here. */
  has(job: QueuedJob): boolean {
    const place = this.#places[job.index] ?? -1;
    return this.#jobs[place] === job && this.#isWithin(this.#size + place, this.limitNs);
  }

  /** The job at a place, as it was when it last came. */
  at(place: number): QueuedJob {
    return this.#jobs[place] as QueuedJob;
  }

  /** The first place of a lane from `from` on where somebody waits who takes no longer than `atMostNs`; -1 where there is none. */
  next({ end }: Lane, from: number, atMostNs = this.limitNs): number {
    const longestNs = Math.min(atMostNs, this.limitNs);
    let node = this.#size + from;
    while (!this.#isWithin(node, longestNs)) {
      while (node % 2 === 1) node = (node - 1) / 2;
      if (node === 0) return -1;
      node++;
    }
    while (node < this.#size) {
      node *= 2;
      if (!this.#isWithin(node, longestNs)) node++;
    }
    return node - this.#size < end ? node - this.#size : -1;
  }

  /** The first who waits of each lane whose key `isWanted`, of those in which anybody does. */
  cursors(isWanted: (key: number) => boolean = () => true): Cursor[] {
    const cursors: Cursor[] = [];
    for (const lane of this.lanes) {
      if (lane.waiting === 0 || !isWanted(lane.key as number)) continue;
      cursors.push({ lane, place: this.next(lane, lane.start) });
    }
    return cursors;
  }

  /** The one of `cursors` whose job was submitted first; undefined where all are behind the last. */
  first(cursors: readonly Cursor[]): Cursor | undefined {
    let first: Cursor | undefined;
    for (const cursor of cursors) {
      if (cursor.place < 0) continue;
      if (first === undefined || this.at(cursor.place).index < this.at(first.place).index) first = cursor;
    }
    return first;
  }

  /** The first place of a lane in the order of submission whose job came behind that of `index`. */
  behind({ start, end }: Lane, index: number): number {
    let [from, to] = [start, end];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.at(middle).index > index) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** Those of the only lane who wait, in its order. */
  *inOrder(): Generator<QueuedJob> {
    const [lane] = this.lanes;
    if (lane === undefined) return;
    for (let place = this.next(lane, 0); place >= 0; place = this.next(lane, place + 1)) yield this.at(place);
  }

  /** All who wait, the shortest first, of equals the first of the line; nobody may come or go meanwhile. */
  *shortestFirst(): Generator<QueuedJob> {
    const seen: QueuedJob[] = [];
    try {
      while (this.#isWithin(1, this.limitNs)) {
        let node = 1;
        while (node < this.#size) {
          node *= 2;
          if (this.#least[node] !== this.#least[node >> 1]) node++;
        }
        const job = this.at(node - this.#size);
        seen.push(job);
        this.remove(job.index);
        yield job;
      }
    } finally {
      for (const job of seen) this.add(job);
    }
  }

  #isWithin(node: number, longestNs: number): boolean {
    return (this.#least[node] as number) <= longestNs;
  }

  #set(place: number, durationNs: number): void {
    const least = this.#least;
    let node = this.#size + place;
    const lane = this.#lanes[place] as Lane;
    lane.waiting += (Number.isNaN(durationNs) ? 0 : 1) - (Number.isNaN(least[node]) ? 0 : 1);
    least[node] = durationNs;
    for (node >>= 1; node > 0; node >>= 1) {
      const [one, other] = [least[2 * node] as number, least[2 * node + 1] as number];
      // What is no number is more than any.
      least[node] = one <= other || Number.isNaN(other) ? one : other;
    }
  }
}
