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
import type { CheckpointSaver, InputFeed } from "./volume-use.ts";

/** Steps beside other jobs after which a run is measured. */
export const measuredAfter = 64;

/** Checkpoints beside other jobs after which it is. */
export const savesMeasured = 3;

/** What is run. */
export interface RunPlan {
  /** Of the whole run. */
  steps: number;
  /** Before the first step, ns. */
  startupNs: number;
  /** Whether other jobs can lengthen a step. */
  isShared: boolean;
  /** Failures and checkpoints of the steps that are not played; none when absent. */
  resilience?: Resilience | undefined;
  /** Input that steps wait for; none when absent. */
  input?: InputFeed | undefined;
  /** Saves of the state beside other jobs; none when absent. */
  saver?: CheckpointSaver | undefined;
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
  /** Where the time of the stages went in all these steps, and in the last one that was played, ns. */
  readonly timesNs = new Map<TimeName, number>();
  #lastTimesNs = new Map<TimeName, number>();
  /** Pipelines of the first step. */
  first: readonly Pipeline[] = [];
  /** Whether steps were left when others needed no company any more: those are taken to last as long as the played ones. */
  isCutShort = false;

  /** The run among failures, where they are simulated. */
  long: LongRun | undefined;
  /** Time of it beyond its work, and of checkpoints between played steps, ns. */
  #longDownNs = 0;
  /** Until the input of the first step was there, ns. */
  firstLoadNs = 0;
  #savedNs = 0;

  readonly #world: World;
  readonly #owner: number;
  readonly #plan: RunPlan;
  #pipelines: Pipeline[] = [];
  #stepNs = 0;
  #startedNs = 0;
  #hadCompany = false;
  /** Of the step that runs: how long it waited for its input, ns. */
  #waitedNs = 0;
  #lastNs = Number.NaN;

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
    return this.stepsNs / (this.played + this.jumped);
  }

  /** Checkpoints saved between played steps, ns; of steps that are left, as many. */
  get savesNs(): number {
    return this.isCutShort ? (this.#savedNs * this.#plan.steps) / this.played : this.#savedNs;
  }

  /** Time of the steps that were played or jumped over, ns. */
  get stepsNs(): number {
    return this.playedNs + this.jumped * this.#stepNs;
  }

  /** Time beyond that of the steps, ns. */
  get downNs(): number {
    return this.#longDownNs + this.savesNs + this.firstLoadNs;
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
      this.#book(this.#lastTimesNs, this.jumped);
      this.#world.board.ends(this.#owner);
    }
  }

  #next(now: number): void {
    this.#startedNs = now;
    this.#hadCompany = this.#hasCompany;
    const { input } = this.#plan;
    if (input === undefined) this.#begin(now);
    else input.take(() => this.#begin(this.#world.simulator.now));
  }

  /** Starts the step whose input is there. */
  #begin(now: number): void {
    if (this.played === 0) {
      // Nothing runs beside the first input: that is no part of a step.
      this.firstLoadNs = now - this.#startedNs;
      this.#startedNs = now;
    }
    this.#waitedNs = now - this.#startedNs;
    this.#pipelines = this.#plan.step(this.played, (endNs) => this.#done(endNs));
    if (this.played === 0) this.first = this.#pipelines;
  }

  #done(now: number): void {
    if (this.isCutShort) return;
    const times = new Map<TimeName, number>();
    const add = (what: TimeName, ns: number) => times.set(what, (times.get(what) ?? 0) + ns);
    for (const pipeline of this.#pipelines) {
      for (const [what, ns] of pipeline.timesNs(now)) add(what, ns);
    }
    const stages = this.#pipelines.reduce((sum, pipeline) => sum + pipeline.stages.length, 0);
    add("data stall", this.#waitedNs * stages);
    this.#lastTimesNs = times;
    this.#book(times, 1);
    this.#lastNs = this.#stepNs;
    this.#stepNs = now - this.#startedNs;
    this.playedNs += this.#stepNs;
    this.played++;
    const { saver } = this.#plan;
    if (saver === undefined || !this.#hadCompany || !saver.isDue(now)) this.#goOn(now);
    else {
      saver.save((savedNs) => {
        if (this.isCutShort) return;
        this.#savedNs += savedNs - now;
        this.#goOn(savedNs);
      });
    }
  }

  /** Books `steps` whose time went as `times` say. */
  #book(times: ReadonlyMap<TimeName, number>, steps: number): void {
    for (const [what, ns] of times) this.timesNs.set(what, (this.timesNs.get(what) ?? 0) + steps * ns);
  }

  /** After a step and what followed it. */
  #goOn(now: number): void {
    const { board } = this.#world;
    const { steps, saver } = this.#plan;
    const left = steps - this.played;
    if (left === 0) board.ends(this.#owner);
    else if (this.#mayJump) this.#jump(left);
    else {
      const isMeasured =
        this.played >= measuredAfter && (saver === undefined || saver.saves >= savesMeasured);
      if (this.#hadCompany && isMeasured) board.measured(this.#owner);
      if (!this.isCutShort) this.#next(now);
    }
  }

  /** Whether all steps to come are like the last one. */
  get #mayJump(): boolean {
    const isAlike = this.#plan.input === undefined || this.#isSteady;
    return this.#world.shortcuts.jumps && !this.#hadCompany && isAlike;
  }

  /** Whether the last two steps took equally long: with input loaded ahead the first ones do not. */
  get #isSteady(): boolean {
    return Math.abs(this.#stepNs - this.#lastNs) <= 1e-9 * this.#stepNs;
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
      this.#longDownNs = now - startNs - workNs;
      this.handle(jumpCode, now);
    });
    this.long.start();
  }

  get #hasCompany(): boolean {
    return this.#plan.isShared && this.#world.board.hasCompany(this.#owner);
  }
}
