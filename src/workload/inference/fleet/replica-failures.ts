/**
 * Replicas that fail and come back: each after an exponential time up with mean `mtbfNs`, each for `repairNs` once a health
 * check has found it out, `detectionNs` after it failed. Until then it takes requests and does nothing with them. Failures
 * happen only while there is work, so that a run can end.
 *
 *     up --mtbf--> failed, unnoticed --detection--> down --repair--> up
 */
import { randomExponential } from "d3-random";
import type { Random } from "../../../base/random.ts";
import type { Simulator } from "../../../kernel/simulator.ts";
import type { Target } from "../../../kernel/target.ts";

/** How often replicas fail. */
export interface ReplicaFailureOptions {
  mtbfNs: number;
  /** How long a failure goes unnoticed; not at all when absent. */
  detectionNs?: number;
  repairNs: number;
  /** How often a request may be lost with its replica and start again elsewhere. */
  retriesMax: number;
  random: Random;
}

/** Told of failures and repairs. */
export interface FailureListener {
  /** No request is in the system. */
  isIdle(): boolean;
  failed(replica: number, now: number): void;
  down(replica: number, now: number): void;
  up(replica: number, now: number): void;
}

type ReplicaState = "up" | "failed" | "down";

/** Fails and restores replicas; the event of replica r has the code r. */
export class ReplicaFailures implements Target {
  readonly #simulator: Simulator;
  readonly #options: ReplicaFailureOptions;
  readonly #listener: FailureListener;
  readonly #drawNs: () => number;
  readonly #states: ReplicaState[];
  /** Replicas whose clock stands still for want of work. */
  #resting: number[];

  constructor(
    simulator: Simulator,
    replicas: number,
    options: ReplicaFailureOptions,
    listener: FailureListener,
  ) {
    this.#simulator = simulator;
    this.#options = options;
    this.#listener = listener;
    this.#drawNs = randomExponential.source(options.random)(1 / options.mtbfNs);
    this.#states = new Array(replicas).fill("up");
    this.#resting = Array.from({ length: replicas }, (_, replica) => replica);
  }

  /** There is work: the clocks of resting replicas go on. */
  resume(now: number): void {
    if (this.#resting.length === 0) return;
    for (const replica of this.#resting) this.#simulator.scheduleAt(now + this.#drawNs(), this, replica);
    this.#resting = [];
  }

  handle(replica: number, now: number): void {
    const { detectionNs = 0, repairNs } = this.#options;
    switch (this.#states[replica]) {
      case "up":
        if (this.#listener.isIdle()) {
          this.#resting.push(replica);
          return;
        }
        this.#states[replica] = "failed";
        this.#listener.failed(replica, now);
        if (detectionNs > 0) this.#simulator.scheduleAt(now + detectionNs, this, replica);
        else this.handle(replica, now);
        return;
      case "failed":
        this.#states[replica] = "down";
        this.#simulator.scheduleAt(now + repairNs, this, replica);
        this.#listener.down(replica, now);
        return;
      case "down":
        this.#states[replica] = "up";
        this.#listener.up(replica, now);
        this.#resting.push(replica);
        if (!this.#listener.isIdle()) this.resume(now);
    }
  }
}
