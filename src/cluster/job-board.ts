/**
 * Which jobs of a world still run. A job whose steps are all alike jumps over them once nobody else runs; beside others it
 * plays them, and once it has played enough of them it is *measured*: what it would still do is known, and it goes on only to
 * keep the others company. When all that run are measured, they stop.
 */
import { assert } from "../base/errors.ts";

type State = "waits" | "runs" | "measured" | "done";

/** The jobs of a world by number. */
export class JobBoard {
  readonly #states: State[];
  readonly #stop: (() => void)[] = [];

  /** Jobs in `absent` are known but never run: what the others would do without them. */
  constructor(jobs: number, absent: readonly number[] = []) {
    this.#states = Array.from({ length: jobs }, (_, job) => (absent.includes(job) ? "done" : "waits"));
  }

  /** Jobs of the world. */
  get jobs(): number {
    return this.#states.length;
  }

  /** Job `owner` begins; `stop` is called if it is measured when nobody needs its company any more. */
  begins(owner: number, stop: () => void = () => {}): void {
    this.#states[owner] = "runs";
    this.#stop[owner] = stop;
  }

  /** Whether jobs other than `owner` run or are still to begin. */
  hasCompany(owner: number): boolean {
    return this.#states.some((state, job) => job !== owner && state !== "done");
  }

  /** Job `owner` is over. */
  ends(owner: number): void {
    assert(this.#states[owner] !== "done", () => `job ${owner} ends twice`);
    this.#states[owner] = "done";
    this.#stopMeasured();
  }

  /** Job `owner` has seen enough. */
  measured(owner: number): void {
    if (this.#states[owner] === "runs") this.#states[owner] = "measured";
    this.#stopMeasured();
  }

  #stopMeasured(): void {
    if (this.#states.some((state) => state === "runs" || state === "waits")) return;
    for (const [job, state] of this.#states.entries()) {
      if (state !== "measured") continue;
      this.#states[job] = "done";
      this.#stop[job]?.();
    }
  }
}
