/**
 * Which jobs of a world still run. A job whose steps are all alike jumps over them once nobody else runs; beside others it
 * plays them, and once it has played enough of them since the others last changed it is *measured*: its pace is known. When all
 * that run are measured, they skip together to where the first of them is over, stops, or another begins, and go on from there.
 * One that a failure has stopped waits until it begins again.
 */
import { assert } from "../base/errors.ts";

type State = "waits" | "runs" | "measured" | "done";

/** A job that can be measured. */
export interface PacedJob {
  /** How long it will still go on at its pace, ns. */
  leftNs(now: number): number;
  /** It goes on at its pace until `untilNs`, or to its end, without playing what it does. */
  skipTo(untilNs: number, now: number): void;
}

/** The jobs of a world by number. */
export class JobBoard {
  /** How often jobs have begun or ended. */
  changes = 0;
  readonly #states: State[];
  /** When jobs that wait begin, ns. */
  readonly #beginNs: number[];
  readonly #paced: (PacedJob | undefined)[] = [];

  /** Jobs in `absent` are known but never run: what the others would do without them. */
  constructor(jobs: number, absent: readonly number[] = []) {
    this.#states = Array.from({ length: jobs }, (_, job) => (absent.includes(job) ? "done" : "waits"));
    this.#beginNs = new Array<number>(jobs).fill(0);
  }

  /** Jobs of the world. */
  get jobs(): number {
    return this.#states.length;
  }

  /** Job `owner` will begin at `atNs`. */
  expects(owner: number, atNs: number): void {
    this.#beginNs[owner] = atNs;
  }

  /** Job `owner` begins; it is told when it may skip if it is ever measured. */
  begins(owner: number, paced?: PacedJob): void {
    this.#paced[owner] = paced;
    this.#change(owner, "runs");
  }

  /** Job `owner` stands still, and begins again at `atNs` at the earliest. */
  rests(owner: number, atNs: number): void {
    this.#beginNs[owner] = atNs;
    this.#change(owner, "waits");
  }

  /** Whether jobs other than `owner` run or are still to begin. */
  hasCompany(owner: number): boolean {
    return this.#states.some((state, job) => job !== owner && state !== "done");
  }

  /** Whether job `owner` has run, or never will. */
  isOver(owner: number): boolean {
    return this.#states[owner] === "done";
  }

  /** Job `owner` is over. */
  ends(owner: number): void {
    assert(this.#states[owner] !== "done", () => `job ${owner} ends twice`);
    this.#change(owner, "done");
  }

  /** The pace of job `owner` beside the others is known at `now`. */
  measured(owner: number, now: number): void {
    if (this.#states[owner] === "runs") this.#states[owner] = "measured";
    if (this.#states.includes("runs")) return;
    const paced = this.#paced.filter((_, job) => this.#states[job] === "measured") as PacedJob[];
    const nextNs = this.#beginNs.filter((_, job) => this.#states[job] === "waits");
    const leftNs = Math.min(...paced.map((job) => job.leftNs(now)), ...nextNs.map((ns) => ns - now));
    // One that is about to begin or end does so by itself.
    if (leftNs <= 0) return;
    for (const [job, state] of this.#states.entries()) if (state === "measured") this.#states[job] = "runs";
    for (const job of paced) job.skipTo(now + leftNs, now);
  }

  /** Beside other jobs than before, what was measured holds no more. */
  #change(owner: number, state: State): void {
    this.#states[owner] = state;
    this.changes++;
    for (const [job, each] of this.#states.entries()) if (each === "measured") this.#states[job] = "runs";
  }
}
