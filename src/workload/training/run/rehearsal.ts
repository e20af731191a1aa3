/** A checkpoint beside steps that are played for what it costs them, and count for nothing else. */
import type { Target } from "../../../kernel/target.ts";
import type { CheckpointTraffic } from "./checkpoint-traffic.ts";
import type { PlayedSave } from "./resilience.ts";
import { measuredAfter } from "./steady-pace.ts";

/** The one of a run, if any. */
export class Rehearsal implements Target {
  /** What it came to. */
  played: PlayedSave | undefined;
  readonly #traffic: CheckpointTraffic | undefined;
  #task: number | undefined;
  #startedNs = 0;
  #savedNs: number | undefined;
  #steps = 0;
  #slowedNs = 0;

  /** Of a checkpoint that is sent so; none is played when absent. */
  constructor(traffic: CheckpointTraffic | undefined) {
    this.#traffic = traffic;
  }

  /** Whether steps are played for it. */
  get isOn(): boolean {
    return this.#task !== undefined;
  }

  /** Sends one beside the next steps; false where none is to be played, or one was. */
  begin(now: number): boolean {
    if (this.#traffic === undefined || this.played) return false;
    this.#startedNs = now;
    this.#task = this.#traffic.send(this, 0);
    return true;
  }

  handle(_: number, now: number): void {
    this.#savedNs = now;
  }

  /** A step beside it is over, slower than alone by `slowedNs`; so is the rehearsal once it was complete, or much of it is on its way. */
  step(slowedNs: number, now: number): void {
    this.#steps++;
    this.#slowedNs += slowedNs;
    if (this.#task === undefined || (this.#savedNs === undefined && this.#steps < measuredAfter)) return;
    const share = this.#savedNs === undefined ? (this.#traffic?.stop(this.#task) ?? 1) : 1;
    const tookNs = (this.#savedNs ?? now) - this.#startedNs;
    this.played = { tookNs: tookNs / share, slowedNs: this.#slowedNs / share };
    this.#task = undefined;
  }
}
