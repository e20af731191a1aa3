/**
 * A training job in simulated time. Each step is played as events; once nobody else can touch its links, a step that was
 * undisturbed from its beginning is like all that follow, and the run jumps over those in one event. Beside other jobs it
 * plays step after step, so that whatever they do to each other happens. After `measuredAfter` of them beside the same jobs its
 * pace is known; when that of all is, they skip to where the first of them is over (`job-board.ts`), and the others play on.
 *
 * Steps whose input comes from a volume that bursts are alike as long as its credits last: the run leaps to the last of them,
 * and plays on until the steps are alike without. A checkpoint beside a lone job's steps is played once, for what it costs.
 */
import type { PacedJob } from "../../../cluster/job-board.ts";
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import { LongRun } from "../../resilience/long-run.ts";
import type { TimeName } from "../step/stage-account.ts";
import type { StepRun } from "../step/step-run.ts";
import { besideExchangesText, shareOf } from "./card-sharing.ts";
import type { PlayedSave, Resilience } from "./resilience.ts";
import type { RunPlan } from "./run-plan.ts";
import { measuredAfter, SteadyPace, stagesOf, stepTimes } from "./steady-pace.ts";

const startCode = 0;
const jumpCode = 1;
const resumeCode = 2;
const overCode = 3;
const savedCode = 4;
const loadCode = 5;

/** A checkpoint beside steps that are played for what it costs them, and count for nothing else. */
interface Rehearsal {
  task: number;
  startedNs: number;
  savedNs?: number;
  steps: number;
  slowedNs: number;
}

/** Part of the credits of a volume that is none: of the last bits of a float. */
const creditPrecision = 1e-9;

/** A run under way. */
export class TrainingRun implements Target, PacedJob {
  /** Steps played as events, and jumped over. */
  played = 0;
  jumped = 0;
  /** Of these, the ones beside others, at the pace of those that were played. */
  skipped = 0;
  /** Time of all steps that were played or jumped over, ns. */
  stepsNs = 0;
  /** Time of checkpoints between steps beside others, ns. */
  savesNs = 0;
  /** Where the time of the stages went in all these steps, and in the last one that was played, ns. */
  readonly timesNs = new Map<TimeName, number>();
  #lastTimesNs = new Map<TimeName, number>();
  /** Pipelines of the first step. */
  first: readonly StepRun[] = [];
  /** The run among failures, where they are simulated and it came to its end. */
  long: LongRun | undefined;
  /** The same from its start on: until its end its losses are told ahead of its work. */
  begunLong: LongRun | undefined;
  /** Time of it beyond its work, ns. */
  #longDownNs = 0;
  /** Until the input of the first step was there, ns. */
  firstLoadNs = 0;
  /** Before the first step, with what was loaded, ns. */
  startupNs: number;

  readonly #world: World;
  readonly #owner: number;
  readonly #plan: RunPlan;
  #pipelines: StepRun[] = [];
  #stepNs = 0;
  #startedNs = 0;
  #hadCompany = false;
  /** Of the step that runs: how long it waited for its input, ns. */
  #waitedNs = 0;
  #lastNs = Number.NaN;
  /** Credits of the volume of its input, at the end of the last step and of the one before, bytes. */
  #credits: number | undefined;
  #creditsBefore: number | undefined;
  /** When the pace was begun anew. */
  #paceCredits: number | undefined;
  /** Time of all steps before those that are alike to the end, ns; undefined until one of them is over. */
  #beforeAlikeNs: number | undefined;
  /** Time of steps that were leapt over while the clock stood still, ns. */
  #leaptNs = 0;
  #rehearsal: Rehearsal | undefined;
  #rehearsed: PlayedSave | undefined;
  /** Since the other jobs last changed. */
  #pace: SteadyPace;
  #changes = 0;
  /** Number of the stretch that is played: what was under way when it was left ends unheard. */
  #stretch = 0;

  constructor(world: World, owner: number, plan: RunPlan) {
    this.#world = world;
    this.#owner = owner;
    this.#plan = plan;
    this.startupNs = plan.startupNs;
    this.#pace = new SteadyPace(plan.saver);
  }

  start(): void {
    const { load, startupNs } = this.#plan;
    this.#world.board.begins(this.#owner, this);
    this.#world.simulator.schedule(startupNs, this, load ? loadCode : startCode);
  }

  /** Steps that are over, or known. */
  get steps(): number {
    return this.played + this.jumped;
  }

  /** Mean time of a step, ns; NaN before the first is over. */
  get stepNs(): number {
    return this.stepsNs / this.steps;
  }

  /** Time beyond that of the steps, ns. */
  get downNs(): number {
    return this.#longDownNs + this.savesNs + this.firstLoadNs;
  }

  /** Checkpoints, beside others and not. */
  get saves(): number {
    return (this.#plan.saver?.saves ?? 0) + (this.long?.checkpoints ?? 0);
  }

  /** Pipelines of one step. */
  get pipelines(): number {
    return this.first.length;
  }

  /** Its failures and checkpoints; undefined where the scenario says nothing of them. */
  get resilience(): Resilience | undefined {
    return this.#plan.resilience;
  }

  /** What its failures and checkpoints rest on, a text each. */
  get assumptions(): readonly string[] {
    const { resilience, crossing } = this.#plan;
    if (resilience === undefined) return [];
    const isTaken = resilience.isBeside && this.#rehearsed === undefined && (crossing?.size ?? 0) > 0;
    return [...resilience.assumptions, ...(isTaken ? [besideExchangesText] : [])];
  }

  handle(code: number, now: number): void {
    if (code === loadCode) {
      this.#startedNs = now;
      this.#plan.load?.(this, startCode);
    } else if (code === startCode || code === resumeCode) {
      if (code === startCode && this.#plan.load) this.startupNs += now - this.#startedNs;
      this.#next(code === resumeCode ? this.#startedNs : now);
    } else if (code === savedCode) {
      if (this.#rehearsal) this.#rehearsal.savedNs = now;
    } else if (code === overCode) {
      this.#end(now);
    } else {
      const left = this.#plan.steps - this.steps;
      this.jumped += left;
      this.stepsNs += left * this.#stepNs;
      this.#book(this.#lastTimesNs, left);
      this.#world.board.ends(this.#owner);
    }
  }

  leftNs(now: number): number {
    return (this.#plan.steps - this.steps) * this.#pace.paceNs - (now - this.#startedNs);
  }

  skipTo(untilNs: number, now: number): void {
    const { simulator } = this.#world;
    const { steps, saver } = this.#plan;
    const { paceNs, stepNs, saveNs, timesNs } = this.#pace;
    // To the end of the step that runs then, the one under way now being the first.
    const skipped = Math.min(steps - this.steps, Math.ceil((untilNs - this.#startedNs) / paceNs - 1e-9));
    const fromNs = this.#startedNs;
    const savedNs = saver?.skip({ fromNs, steps: skipped, stepNs, saveNs }) ?? 0;
    const endNs = Math.max(now, fromNs + skipped * stepNs + savedNs);
    this.#stretch++;
    this.jumped += skipped;
    this.skipped += skipped;
    this.stepsNs += skipped * stepNs;
    this.savesNs += savedNs;
    this.#book(timesNs, skipped);
    this.#measureAnew();
    this.#startedNs = endNs;
    if (this.steps === steps) simulator.scheduleAt(endNs, this, overCode);
    // The input that was ahead is there since long: the next step waits for its own as those before did.
    else
      simulator.scheduleAt(
        endNs + (timesNs.get("data stall") ?? 0) / stagesOf(this.#pipelines),
        this,
        resumeCode,
      );
  }

  #next(now: number): void {
    this.#startedNs = now;
    this.#hadCompany = this.#hasCompany;
    const { input } = this.#plan;
    const stretch = this.#stretch;
    if (input === undefined) this.#begin(now);
    else
      input.take(() => {
        if (stretch === this.#stretch) this.#begin(this.#world.simulator.now);
      });
  }

  /** Starts the step whose input is there. */
  #begin(now: number): void {
    if (this.played === 0) {
      // Nothing runs beside the first input: that is no part of a step.
      this.firstLoadNs = now - this.#startedNs;
      this.#startedNs = now;
    }
    this.#waitedNs = now - this.#startedNs;
    const stretch = this.#stretch;
    this.#pipelines = this.#plan.step(this.played, (endNs) => {
      if (stretch === this.#stretch) this.#done(endNs);
    });
    if (this.played === 0) this.first = this.#pipelines;
  }

  #done(now: number): void {
    if (this.#rehearsal) {
      this.#rehearse(this.#rehearsal, now);
      return;
    }
    const times = stepTimes(this.#pipelines, { endNs: now, waitedNs: this.#waitedNs });
    this.#lastTimesNs = times;
    this.#book(times, 1);
    this.#lastNs = this.#stepNs;
    this.#creditsBefore = this.#credits;
    this.#credits = this.#plan.input?.credits;
    this.#stepNs = now - this.#startedNs;
    this.stepsNs += this.#stepNs;
    this.played++;
    if (this.#changes !== this.#world.board.changes) this.#measureAnew();
    // The first step waits for no input, as no other does.
    else if (this.played > 1 || this.#plan.input === undefined)
      this.#pace.add({ ns: this.#stepNs, timesNs: times });
    const { saver } = this.#plan;
    if (saver === undefined || !this.#hadCompany || !saver.isDue(now)) this.#goOn(now);
    else {
      const stretch = this.#stretch;
      this.#startedNs = now;
      saver.save((savedNs) => {
        if (stretch !== this.#stretch) return;
        this.savesNs += savedNs - now;
        this.#pace.addSave(savedNs - now);
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
    const { board, shortcuts } = this.#world;
    const { steps } = this.#plan;
    const left = steps - this.steps;
    const alike = this.#areAlike ? this.#alike(left) : 0;
    if (this.#areAlike && alike === left) this.#beforeAlikeNs ??= this.stepsNs;
    if (left === 0) this.#end(now);
    else if (shortcuts.jumps && this.#areAlike && alike === left) this.#jumpOrRehearse(left, now);
    else {
      if (shortcuts.jumps) this.#leap(alike);
      if (this.#drains) this.#measureAnew();
      this.#startedNs = now;
      const stretch = this.#stretch;
      if (shortcuts.jumps && this.#hadCompany && this.#pace.isMeasured) board.measured(this.#owner, now);
      if (stretch === this.#stretch) this.#next(now);
    }
  }

  /** Other jobs have begun or ended, or steps were skipped. */
  #measureAnew(): void {
    this.#pace = new SteadyPace(this.#plan.saver);
    this.#changes = this.#world.board.changes;
    this.#paceCredits = this.#plan.input?.credits;
  }

  /** Whether credits have been used up since the pace was begun anew: it will not last. */
  get #drains(): boolean {
    const before = this.#paceCredits ?? 0;
    return before - (this.#credits ?? before) > creditPrecision * before;
  }

  /** Of the `left` steps to come those that are like the last one: until a volume has no credits left. */
  #alike(left: number): number {
    if (this.#credits === undefined || this.#creditsBefore === undefined) return left;
    const used = this.#creditsBefore - this.#credits;
    if (used <= creditPrecision * this.#creditsBefore) return left;
    return Math.max(0, Math.min(left, Math.floor(this.#credits / used) - 1));
  }

  /** Takes in `steps` that are like the last one without playing them, at a standing clock: nobody else is there. */
  #leap(steps: number): void {
    const { input } = this.#plan;
    if (steps === 0 || input === undefined) return;
    const [before = 0, now = 0] = [this.#creditsBefore, this.#credits];
    this.jumped += steps;
    this.stepsNs += steps * this.#stepNs;
    this.#leaptNs += steps * this.#stepNs;
    this.#book(this.#lastTimesNs, steps);
    this.#credits = now - steps * (before - now);
    this.#creditsBefore = undefined;
    input.credits = this.#credits;
  }

  /** Whether steps to come are like the last one, as far as credits last. */
  get #areAlike(): boolean {
    const { input, saver } = this.#plan;
    return !this.#hadCompany && !saver?.isOnItsWay && (input === undefined || this.#isSteady);
  }

  /** Whether the last two steps took equally long: with input loaded ahead the first ones do not. */
  get #isSteady(): boolean {
    return Math.abs(this.#stepNs - this.#lastNs) <= 1e-9 * this.#stepNs;
  }

  /** All steps are over: what failures and checkpoints make of those that others did not slow follows. */
  #end(now: number): void {
    if (this.#plan.resilience === undefined || !this.#plan.isWhole) this.#world.board.ends(this.#owner);
    else if (this.#alikeNs > 0) this.#jumpOrRehearse(0, now);
    else this.#jump(0);
  }

  /** Time of the steps that were played though they are alike to the end, ns. */
  get #alikeNs(): number {
    return this.stepsNs - (this.#beforeAlikeNs ?? this.stepsNs);
  }

  /** Sends a checkpoint beside the next steps first, where it is not known what that costs. */
  #jumpOrRehearse(left: number, now: number): void {
    const { resilience, traffic } = this.#plan;
    if (resilience === undefined || traffic === undefined || this.#rehearsed) {
      this.#jump(left);
      return;
    }
    this.#rehearsal = { task: traffic.send(this, savedCode), startedNs: now, steps: 0, slowedNs: 0 };
    this.#next(now);
  }

  /** A step beside the checkpoint is over; so is the rehearsal with it when that was complete, or much of it is on its way. */
  #rehearse(rehearsal: Rehearsal, now: number): void {
    const { traffic, steps: all } = this.#plan;
    rehearsal.steps++;
    rehearsal.slowedNs += now - this.#startedNs - this.#stepNs;
    const { savedNs, steps, slowedNs, startedNs, task } = rehearsal;
    if (savedNs === undefined && steps < measuredAfter) {
      this.#next(now);
      return;
    }
    const share = savedNs === undefined ? (traffic?.stop(task) ?? 1) : 1;
    this.#rehearsed = { tookNs: ((savedNs ?? now) - startedNs) / share, slowedNs: slowedNs / share };
    this.#rehearsal = undefined;
    this.#jump(all - this.steps);
  }

  /** Jumps over the `left` steps that are like the last one, in one event or from failure to failure. */
  #jump(left: number): void {
    const { simulator } = this.#world;
    const { resilience, crossing = new Set(), input } = this.#plan;
    const workNs = this.#alikeNs + left * this.#stepNs;
    if (resilience === undefined) {
      simulator.schedule(this.#leaptNs + workNs, this, jumpCode);
      return;
    }
    const startNs = simulator.now;
    const inputRate = (input?.plan.bytes ?? 0) / this.#stepNs;
    const saves = this.#rehearsed
      ? resilience.besideSteps(this.#rehearsed)
      : { checkpoints: resilience.besideExchanges(shareOf(this.#lastTimesNs, crossing), inputRate) };
    const long = new LongRun(simulator, { ...resilience, ...saves, workNs }, (now) => {
      this.long = long;
      this.#longDownNs = now - startNs - workNs;
      this.handle(jumpCode, now);
    });
    this.begunLong = long;
    long.start();
  }

  get #hasCompany(): boolean {
    return this.#plan.isShared && this.#world.board.hasCompany(this.#owner);
  }
}
