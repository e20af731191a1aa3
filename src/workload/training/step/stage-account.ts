/**
 * Where the time of a pipeline stage goes. Every moment of a step is booked under one name, so that the shares of a stage
 * sum to the step; told to a timeline, they form one row without gaps.
 */
import type { Timeline } from "../../../metrics/timeline.ts";
import type { PassTime } from "../stage/pass-time.ts";

/** Names under which time is booked. */
export type TimeName =
  | "compute"
  | "memory"
  | "overhead"
  | "tensor communication"
  | "context communication"
  | "expert communication"
  | "recompute"
  | "teacher"
  | "pipeline sends"
  | "parameter gathers"
  | "gradient exchange"
  | "optimizer"
  | "step overhead"
  | "data stall"
  | "pipeline bubble";

/** What is booked in all of `accounts`, ns, once what is left until `endNs` is idle. */
export function timesOf(accounts: readonly StageAccount[], endNs: number): Map<TimeName, number> {
  const all = new Map<TimeName, number>();
  for (const account of accounts) {
    account.upTo(endNs, "pipeline bubble");
    for (const [name, ns] of account.timesNs) all.set(name, (all.get(name) ?? 0) + ns);
  }
  return all;
}

/** The account of one stage. */
export class StageAccount {
  readonly #totals = new Map<TimeName, { ns: number }>();
  readonly #name: string;
  readonly #timeline: Timeline | undefined;
  readonly #work: number = -1;
  readonly #whereTo: number = -1;
  readonly #exchange: number = -1;
  #bookedNs = 0;

  /** `name` is that of its row on the timeline. */
  constructor(name = "", timeline?: Timeline) {
    this.#name = name;
    this.#timeline = timeline;
    if (timeline === undefined) return;
    this.#work = timeline.row(name, "compute");
    this.#exchange = timeline.row(name, "collectives");
    this.#whereTo = timeline.row(name, "time goes to");
  }

  /** The step begins at `now`. */
  begins(now: number): void {
    this.#bookedNs = now;
  }

  /** Everything up to here is booked, ns. */
  get bookedNs(): number {
    return this.#bookedNs;
  }

  /** What is booked under each name, in the order in which names came first, ns. */
  get timesNs(): Map<TimeName, number> {
    return new Map([...this.#totals].map(([name, { ns }]) => [name, ns]));
  }

  /** Books the time up to `untilNs`, if any is left, under `name`. */
  upTo(untilNs: number, name: TimeName): void {
    if (!(untilNs > this.#bookedNs)) return;
    let total = this.#totals.get(name);
    if (total === undefined) {
      total = { ns: 0 };
      this.#totals.set(name, total);
    }
    total.ns = total.ns + untilNs - this.#bookedNs;
    this.#timeline?.span(this.#whereTo, name, this.#bookedNs, untilNs);
    this.#bookedNs = untilNs;
  }

  /** Books work by its parts, scaled by `share`, and tells that `what` was done. */
  work(what: string, parts: PassTime, share: number, microBatch: number): void {
    const startNs = this.#bookedNs;
    this.upTo(this.#bookedNs + parts.compute * share, "compute");
    this.upTo(this.#bookedNs + parts.memory * share, "memory");
    this.upTo(this.#bookedNs + parts.overhead * share, "overhead");
    this.upTo(this.#bookedNs + parts.tensor * share, "tensor communication");
    this.upTo(this.#bookedNs + parts.context * share, "context communication");
    this.upTo(this.#bookedNs + parts.expert * share, "expert communication");
    this.#timeline?.span(this.#work, what, startNs, this.#bookedNs, { microBatch });
  }

  /** Tells of how many micro-batches the stage keeps the activations from `nowNs` on. */
  holds(microBatches: number, nowNs: number): void {
    this.#timeline?.counter(this.#name, "micro-batches held", nowNs, microBatches);
  }

  /** Tells that a collective ran beside the compute engines. */
  beside(what: string, startNs: number, endNs: number): void {
    if (endNs > startNs) this.#timeline?.span(this.#exchange, what, startNs, endNs);
  }
}
