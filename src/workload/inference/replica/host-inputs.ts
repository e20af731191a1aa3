/**
 * What the steps of one replica take in from its host and give back: the inputs of encoders and classifiers and their results.
 * While other jobs may use the links between its chips and their hosts, both are a task on these; else they take their time
 * alone as a part of the step.
 */
import type { HostWay } from "../../../cluster/host-links.ts";
import type { Sharing } from "../../../kernel/sharing/sharing.ts";
import type { Target } from "../../../kernel/target.ts";

/** What moves, and among whom. */
export interface HostInputParts {
  sharing: Sharing;
  /** Number of the job. */
  owner: number;
  way: HostWay;
  /** Whether a job has ended. */
  isOver(job: number): boolean;
}

/** Inputs and results of one replica, a step at a time. */
export class HostInputs {
  readonly #parts: HostInputParts;
  #task = 0;

  constructor(parts: HostInputParts) {
    this.#parts = parts;
  }

  /** Whether other jobs may use the links now. */
  get areShared(): boolean {
    const { way, isOver } = this.#parts;
    for (const job of way.others()) if (!isOver(job)) return true;
    return false;
  }

  /** Moves `bytes`, which take `ns` alone; `client` gets `code` at the end. */
  move(bytes: number, ns: number, client: Target, code: number): void {
    const { sharing, owner, way } = this.#parts;
    const parts = way.parts();
    const usage = {
      resources: parts.map(({ resource }) => resource),
      amounts: parts.map(({ part }) => (part * bytes) / ns),
      weight: ns / bytes,
      rateMax: 1,
    };
    this.#task = sharing.run({ work: ns, usage, owner }, client, code);
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#parts.sharing.stop(this.#task);
  }
}
