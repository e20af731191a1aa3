/** Jobs in the order of submission, of which some go and come back; a job that goes costs nothing until half of them have. */
import type { QueuedJob } from "./queued-job.ts";

/** A list of them, each once. */
export class JobList {
  /** With those of `#gone`. */
  #jobs: QueuedJob[] = [];
  readonly #gone = new Set<number>();
  /** The first who is here. */
  #first = 0;

  get length(): number {
    return this.#jobs.length - this.#gone.size;
  }

  /** `job` takes its place by its submission. */
  add(job: QueuedJob): void {
    const place = this.#placeOf(job.index);
    this.#jobs.splice(place, this.#gone.delete(job.index) ? 1 : 0, job);
    this.#first = Math.min(this.#first, place);
  }

  /** The job of `index`, which is here. */
  get(index: number): QueuedJob {
    return this.#jobs[this.#placeOf(index)] as QueuedJob;
  }

  /** `job`, which is here, goes. */
  remove({ index }: QueuedJob): void {
    this.#gone.add(index);
    while (this.#isGone(this.#first)) this.#first++;
    if (2 * this.#gone.size > this.#jobs.length) this.all();
  }

  some(isSuch: (job: QueuedJob) => boolean): boolean {
    for (let place = this.#first; place < this.#jobs.length; place++) {
      if (!this.#isGone(place) && isSuch(this.#jobs[place] as QueuedJob)) return true;
    }
    return false;
  }

  /** Those who are here, until the next one comes. */
  all(): readonly QueuedJob[] {
    if (this.#gone.size > 0) this.#jobs = this.#jobs.filter(({ index }) => !this.#gone.has(index));
    this.#gone.clear();
    this.#first = 0;
    return this.#jobs;
  }

  #isGone(place: number): boolean {
    const job = this.#jobs[place];
    return job !== undefined && this.#gone.has(job.index);
  }

  #placeOf(index: number): number {
    let [place, end] = [0, this.#jobs.length];
    // Most come last.
    if ((this.#jobs.at(-1)?.index ?? index) < index) return end;
    while (place < end) {
      const middle = (place + end) >> 1;
      if ((this.#jobs[middle] as QueuedJob).index < index) place = middle + 1;
      else end = middle;
    }
    return place;
  }
}
