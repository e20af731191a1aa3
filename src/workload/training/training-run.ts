/**
 * A training job in simulated time. Each step is played as events; once nobody else can touch its links, a step that was
 * undisturbed from its beginning is like all that follow, and the run jumps over those in one event. Beside other jobs it
 * plays step after step, so that whatever they do to each other happens; after `measuredAfter` of them it has been measured
 * and goes on only as long as others need its company.
 */
import type { World } from "../../cluster/world.ts";
import type { Target } from "../../kernel/event-queue.ts";
import type { Pipeline } from "./pipeline.ts";
import { LongRun } from "./resilience/long-run.ts";
import type { Resilience } from "./resilience/resilience.ts";
import type { TimeName } from "./stage-account.ts";

/** Steps beside other jobs after which a run is measured. */
export const measuredAfter = 64;

/** What is run. */
export interface RunPlan {
  /** Of the whole run. */
  steps: number;
  /** Before the first step, ns. */
  startupNs: number;
  /** Whether other jobs can lengthen a step. */
  isShared: boolean;
  /** Failures and checkpoints of the steps that are not played; none when absent. */
  resilience?: Resilience;
  /** Starts step `index` now; calls `done` when all its pipelines have finished. */
  step(index: number, done: (now: number) => void): Pipeline[];
}

const startCode = 0;
const jumpCode = 1;

/** A run under way. */
export class TrainingRun implements Target {
  /** Steps played as events, and jumped over. */
  played = 0;
  jumped = 0;
  /** Time of all played steps, ns. */
  playedNs = 0;
  /** Where the time of the stages went in played steps, ns. */
  readonly timesNs = new Map<TimeName, number>();
  /** Pipelines of the first step. */
  first: readonly Pipeline[] = [];
  /** Whether steps were left when others needed no company any more: those are taken to last as long as the played ones. */
  isCutShort = false;

  /** The run among failures, where they are simulated, and the time that it took beyond its work, ns. */
  long: LongRun | undefined;
  downNs = 0;

  readonly #world: World;
  readonly #owner: number;
  readonly #plan: RunPlan;
  #pipelines: Pipeline[] = [];
  #stepNs = 0;
  #startedNs = 0;
  #hadCompany = false;

  constructor(world: World, owner: number, plan: RunPlan) {
    this.#world = world;
    this.#owner = owner;
    this.#plan = plan;
  }

  start(): void {
    this.#world.board.begins(this.#owner, () => {
      this.isCutShort = true;
    });
    this.#world.simulator.schedule(this.#plan.startupNs, this, startCode);
  }

  /** Steps that are over, or known. */
  get steps(): number {
    return this.isCutShort ? this.#plan.steps : this.played + this.jumped;
  }

  /** Mean time of a step, ns; NaN before the first is over. */
  get stepNs(): number {
    if (this.isCutShort) return this.playedNs / this.played;
    return (this.playedNs + this.jumped * this.#stepNs) / (this.played + this.jumped);
  }

  /** Pipelines of one step. */
  get pipelines(): number {
    return this.first.length;
  }

  /** What its failures and checkpoints rest on, a text each. */
  get assumptions(): readonly string[] {
    return this.#plan.resilience?.assumptions ?? [];
  }

  handle(code: number, now: number): void {
    if (code === startCode) this.#next(now);
    else {
      this.jumped = this.#plan.steps - this.played;
      this.#world.board.ends(this.#owner);
    }
  }

  #next(now: number): void {
    this.#startedNs = now;
    this.#hadCompany = this.#hasCompany;
    this.#pipelines = this.#plan.step(this.played, (endNs) => this.#done(endNs));
    if (this.played === 0) this.first = this.#pipelines;
  }

  #done(now: number): void {
    if (this.isCutShort) return;
    const { board } = this.#world;
    for (const pipeline of this.#pipelines) {
      for (const [what, ns] of pipeline.timesNs(now)) {
        this.timesNs.set(what, (this.timesNs.get(what) ?? 0) + ns);
      }
    }
    this.#stepNs = now - this.#startedNs;
    this.playedNs += this.#stepNs;
    this.played++;
    const left = this.#plan.steps - this.played;
    if (left === 0) board.ends(this.#owner);
    else if (!this.#hadCompany) this.#jump(left);
    else {
      if (this.played === measuredAfter) board.measured(this.#owner);
      if (!this.isCutShort) this.#next(now);
    }
  }

  /** Jumps over the `left` steps that are like the last one, in one event or from failure to failure. */
  #jump(left: number): void {
    const { simulator } = this.#world;
    const { resilience } = this.#plan;
    const workNs = left * this.#stepNs;
    if (resilience === undefined) {
      simulator.schedule(workNs, this, jumpCode);
      return;
    }
    const startNs = simulator.now;
    this.long = new LongRun(simulator, { ...resilience, workNs }, (now) => {
      this.downNs = now - startNs - workNs;
      this.handle(jumpCode, now);
    });
    this.long.start();
  }

  get #hasCompany(): boolean {
    return this.#plan.isShared && this.#world.board.hasCompany(this.#owner);
  }
}
