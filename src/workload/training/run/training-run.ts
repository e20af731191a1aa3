/**
 * A training job in simulated time. Each step is played as events; once nobody else can touch its links, a step that was
 * undisturbed from its beginning is like all that follow, and the run jumps over those in one event. Beside other jobs it
 * plays step after step, so that whatever they do to each other happens. After `measuredAfter` of them beside the same jobs its
 * pace is known; when that of all is, they skip to where the first of them is over (`job-board.ts`), and the others play on.
 *
 * Steps whose input comes from a volume that bursts are alike as long as its credits last: the run leaps to the last of them,
 * and plays on until the steps are alike without. A checkpoint beside a lone job's steps is played once, for what it costs.
 *
 * Among failures steps that are played beside others stop when one strikes, and go back to the last checkpoint (`struck-steps.ts`).
 */
import type { World } from "../../../cluster/world.ts";
import type { Target } from "../../../kernel/target.ts";
import { LongRun } from "../../resilience/long-run.ts";
import type { TimeName } from "../step/stage-account.ts";
import type { StepRun } from "../step/step-run.ts";
import { BurstInput } from "./burst-input.ts";
import { besideExchangesText, shareOf } from "./card-sharing.ts";
import { Rehearsal } from "./rehearsal.ts";
import type { Resilience } from "./resilience.ts";
import type { RunPlan } from "./run-plan.ts";
import { stepsUntil } from "./saver.ts";
import { type Cycle, cycleOf, skip } from "./skip.ts";
import { SteadyPace, stagesOf, stepTimes } from "./steady-pace.ts";
import { StepLedger } from "./step-ledger.ts";
import { type StruckRun, StruckSteps } from "./struck-steps.ts";

const startCode = 0;
const jumpCode = 1;
const loadCode = 2;

/** A run under way. */
export class TrainingRun implements Target, StruckRun {
  /** Its steps. */
  readonly ledger = new StepLedger();
  #lastTimesNs = new Map<TimeName, number>();
  /** Pipelines of the first step. */
  first: readonly StepRun[] = [];
  /** The run among failures, from its start on, where they are simulated. */
  begunLong: LongRun | undefined;
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
  readonly #burst: BurstInput;
  /** Time of all steps before those that are alike to the end, ns; undefined until one of them is over. */
  #beforeAlikeNs: number | undefined;
  /** Time of steps that were leapt over while the clock stood still, ns. */
  #leaptNs = 0;
  /** What strikes the steps that are played; undefined where nothing does. */
  #struck: StruckSteps | undefined;
  readonly #rehearsal: Rehearsal;
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
    this.#burst = new BurstInput(plan.input);
    this.#rehearsal = new Rehearsal(plan.traffic);
  }

  start(): void {
    const { load, startupNs } = this.#plan;
    this.#world.board.begins(this.#owner, this);
    this.#world.simulator.schedule(startupNs, this, load ? loadCode : startCode);
  }

  /** Mean time of a step, ns; NaN before the first is over. */
  get stepNs(): number {
    return this.ledger.stepsNs / this.ledger.steps;
  }

  /** The run among failures, where what it lost is known: of one whose cycles are under way it is told ahead of its work. */
  get long(): LongRun | undefined {
    return this.begunLong?.isTold ? this.begunLong : undefined;
  }

  /** Time beyond that of the steps, ns. */
  get downNs(): number {
    return (this.long?.downNs ?? 0) + this.firstLoadNs;
  }

  /** Its failures and checkpoints; undefined where the scenario says nothing of them. */
  get resilience(): Resilience | undefined {
    return this.#plan.resilience;
  }

  /** What its failures and checkpoints rest on, a text each. */
  get assumptions(): readonly string[] {
    const { resilience, crossing } = this.#plan;
    if (resilience === undefined) return [];
    const isTaken = resilience.isBeside && this.#rehearsal.played === undefined && (crossing?.size ?? 0) > 0;
    return [...resilience.assumptions, ...(isTaken ? [besideExchangesText] : [])];
  }

  handle(code: number, now: number): void {
    if (code === loadCode) {
      this.#startedNs = now;
      this.#plan.load?.(this, startCode);
    } else if (code === startCode) {
      if (this.#plan.load) this.startupNs += now - this.#startedNs;
      this.#next(now);
    } else {
      this.ledger.add("jumped", this.#stepsLeft, this.#likeLast);
      this.#world.board.ends(this.#owner);
    }
  }

  /** Steps still to come. */
  get #stepsLeft(): number {
    return this.#plan.steps - this.ledger.steps;
  }

  get #likeLast() {
    return { stepNs: this.#stepNs, timesNs: this.#lastTimesNs };
  }

  stepsLeftNs(now: number): number {
    return this.#stepsLeft * (this.#stepNs || this.#plan.aloneNs) - (now - this.#startedNs);
  }

  leftNs(now: number): number {
    const leftNs = this.#stepsLeft * this.#cycle(now).meanNs - (now - this.#startedNs);
    return Math.min(leftNs, this.#changesNs(now) - now);
  }

  /** When a failure stops the steps or their pace changes, ns. */
  #changesNs(now: number): number {
    return this.#struck?.changesNs(now) ?? Number.POSITIVE_INFINITY;
  }

  /** At the pace that was measured. */
  #cycle(now: number): Cycle {
    return cycleOf(this.#pace, this.#plan.saver, this.#struck?.slownessAt(now) ?? { step: 1, wait: 1 });
  }

  skipTo(untilNs: number, now: number): void {
    const { saver } = this.#plan;
    const { stepNs, saveNs, timesNs } = this.#pace;
    const [fromNs, mostNs, stepsLeft] = [this.#startedNs, this.#changesNs(now), this.#stepsLeft];
    const skipped = skip({ fromNs, untilNs, mostNs, stepsLeft }, this.#cycle(now), saver);
    const { steps, saves } = skipped;
    if (steps === 0) return;
    const endNs = Math.max(now, skipped.endNs);
    this.#stretch++;
    saver?.skip();
    const doneNs = this.ledger.stepsNs;
    this.ledger.mark();
    this.ledger.add("skipped", steps, { stepNs, timesNs });
    this.ledger.mark();
    for (const save of saves) {
      this.begunLong?.saved(doneNs + save.step * stepNs, saveNs, save.endNs);
      saver?.goesOn(save.endNs);
    }
    this.#measureAnew();
    this.#startedNs = endNs;
    // The input that was ahead is there since long: the next step waits for its own as those before did.
    const waitsNs = (timesNs.get("data stall") ?? 0) / stagesOf(this.#pipelines);
    this.#struck?.passesTo(endNs + waitsNs);
    if (this.#stepsLeft === 0) this.#later(endNs, (now) => this.#end(now));
    else this.#later(endNs + waitsNs, () => this.#next(endNs));
  }

  /** Does `then` at `atNs`, unless what is played is left before. */
  #later(atNs: number, then: (now: number) => void): void {
    const stretch = this.#stretch;
    const handle = (_: number, now: number) => {
      if (stretch === this.#stretch) then(now);
    };
    this.#world.simulator.scheduleAt(atNs, { handle }, 0);
  }

  #next(now: number): void {
    this.#startedNs = now;
    this.#hadCompany = this.#hasCompany;
    const { input } = this.#plan;
    const stretch = this.#stretch;
    this.#struck?.look();
    if (stretch !== this.#stretch) return;
    if (input === undefined) this.#begin(now);
    else
      input.take(() => {
        if (stretch === this.#stretch) this.#begin(this.#world.simulator.now);
      });
  }

  /** Starts the step whose input is there. */
  #begin(now: number): void {
    const { played } = this.ledger;
    if (this.first.length === 0 && this.#struck === undefined) {
      // Nothing runs beside the first input: that is no part of a step.
      this.firstLoadNs = now - this.#startedNs;
      this.#startedNs = now;
      const { isShared, isWhole, resilience } = this.#plan;
      if (isShared && isWhole && resilience) {
        this.#beginStruck(resilience);
        return;
      }
    }
    this.#waitedNs = now - this.#startedNs;
    const stretch = this.#stretch;
    this.#pipelines = this.#plan.step(played, (endNs) => {
      if (stretch === this.#stretch) this.#hold("step", endNs, (now) => this.#done(endNs, now));
    });
    if (this.first.length === 0) this.first = this.#pipelines;
  }

  /** Failures strike steps, and checkpoints are saved, from now on. */
  #beginStruck(resilience: Resilience): void {
    const { steps, aloneNs: stepNs, saver } = this.#plan;
    const plan = { world: this.#world, owner: this.#owner, run: this, saver, resilience, steps, stepNs };
    this.#struck = new StruckSteps(plan, (now) => this.handle(jumpCode, now));
    this.begunLong = this.#struck.long;
    this.begunLong.start();
  }

  goOn(now: number, isUnchanged: boolean): void {
    if (!isUnchanged) this.#measureAnew();
    if (this.#stepsLeft === 0) this.#end(now);
    else if (this.first.length > 0) this.#next(now);
    else {
      // Its input is there.
      this.#startedNs = now;
      const stretch = this.#stretch;
      this.#struck?.look();
      if (stretch === this.#stretch) this.#begin(now);
    }
  }

  halt(): void {
    this.#stretch++;
    for (const pipeline of this.#pipelines) pipeline.halt?.();
    this.#plan.saver?.halt();
    this.#plan.input?.drop();
  }

  /** Canaries and slow hosts hold up what began with `#startedNs` and is over at `endNs`. */
  #hold(what: "step" | "wait", endNs: number, then: (now: number) => void): void {
    const tookNs = endNs - this.#startedNs;
    const overNs = this.#struck?.overNs(this.#startedNs, tookNs, what) ?? endNs;
    if (overNs - endNs > 1e-9 * tookNs) this.#later(overNs, then);
    else then(endNs);
  }

  /** A step is over at `endNs`, and the next may begin at `now`. */
  #done(endNs: number, now: number): void {
    const stepNs = endNs - this.#startedNs;
    if (this.#rehearsal.isOn) {
      this.#rehearsal.step(stepNs - this.#stepNs, now);
      if (this.#rehearsal.isOn) this.#next(now);
      else this.#jump(this.#stepsLeft);
      return;
    }
    const { board } = this.#world;
    const { input, saver } = this.#plan;
    const times = stepTimes(this.#pipelines, { endNs, waitedNs: this.#waitedNs });
    this.#lastTimesNs = times;
    this.#burst.step(stepNs);
    this.#stepNs = stepNs;
    this.ledger.add("played", 1, this.#likeLast);
    if (this.#struck?.isDragged(now, this.#startedNs)) board.begins(this.#owner, this);
    if (this.#changes !== board.changes) this.#measureAnew();
    // The first step waits for no input, as no other does.
    else if (this.ledger.played > 1 || input === undefined) this.#pace.add({ ns: stepNs, timesNs: times });
    if (!(this.#hadCompany && saver?.isDue(now))) this.#goOn(now);
    else this.#save(now, (savedNs) => this.#goOn(savedNs));
  }

  /** Saves all steps that are done; `then` when others may follow. */
  #save(now: number, then: (now: number) => void): void {
    const { stepsNs } = this.ledger;
    this.ledger.mark();
    this.#startedNs = now;
    const stretch = this.#stretch;
    this.#struck?.look();
    if (stretch !== this.#stretch) return;
    this.#plan.saver?.saveSteps(now, {
      hold: (endNs, then) => this.#hold("wait", endNs, then),
      isComplete: (atNs, waitedNs) => this.begunLong?.saved(stepsNs, waitedNs, atNs),
      goesOn: (atNs, waitedNs) => {
        this.#pace.addSave(waitedNs);
        then(atNs);
      },
    });
  }

  /** After a step and what followed it. */
  #goOn(now: number): void {
    const { board, shortcuts } = this.#world;
    const left = this.#stepsLeft;
    const alike = this.#areAlike ? this.#burst.alike(left) : 0;
    if (this.#areAlike && alike === left) {
      this.#beforeAlikeNs ??= this.ledger.stepsNs;
      if (left > 0) this.#struck?.leaveAlone();
    }
    if (left === 0) this.#end(now);
    else if (shortcuts.jumps && this.#areAlike && alike === left) this.#jumpOrRehearse(left, now);
    else {
      if (shortcuts.jumps) this.#leap(alike);
      if (this.#burst.drains) this.#measureAnew();
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
    this.#burst.measureAnew();
  }

  /** Takes in `steps` that are like the last one without playing them, at a standing clock: nobody else is there. */
  #leap(steps: number): void {
    if (!this.#burst.leap(steps)) return;
    this.ledger.add("jumped", steps, this.#likeLast);
    this.#leaptNs += steps * this.#stepNs;
  }

  /** Whether steps to come are like the last one, as far as credits last. */
  get #areAlike(): boolean {
    const { saver } = this.#plan;
    const isDragged = this.#struck?.isDragged(this.#world.simulator.now) ?? false;
    const isFree = !this.#hadCompany && !saver?.isOnItsWay && !isDragged;
    return isFree && this.#burst.isSteady;
  }

  /** All steps are over: what failures and checkpoints make of those that others did not slow follows. */
  #end(now: number): void {
    const { resilience, isWhole, saver } = this.#plan;
    const struck = this.#struck;
    if (resilience === undefined || !isWhole) this.#world.board.ends(this.#owner);
    else if (this.#alikeNs > 0) this.#jumpOrRehearse(0, now);
    else if (struck === undefined) this.#jump(0);
    else if (saver !== undefined && !saver.isSaving && struck.isUnsaved)
      this.#save(now, (savedNs) => struck.over(savedNs));
    else struck.over(now);
  }

  /** Time of the steps that were played though they are alike to the end, ns. */
  get #alikeNs(): number {
    return this.ledger.stepsNs - (this.#beforeAlikeNs ?? this.ledger.stepsNs);
  }

  /** Sends a checkpoint beside the next steps first, where it is not known what that costs. */
  #jumpOrRehearse(left: number, now: number): void {
    if (this.#plan.resilience && this.#rehearsal.begin(now)) this.#next(now);
    else this.#jump(left);
  }

  /** Jumps over the `left` steps that are like the last one, in one event or from failure to failure. */
  #jump(left: number): void {
    const { simulator } = this.#world;
    const { resilience, crossing = new Set(), input } = this.#plan;
    const leftNs = left * this.#stepNs;
    if (resilience === undefined) {
      simulator.schedule(this.#leaptNs + leftNs, this, jumpCode);
      return;
    }
    const inputRate = (input?.plan.bytes ?? 0) / this.#stepNs;
    const { played } = this.#rehearsal;
    const saves = played
      ? resilience.besideSteps(played)
      : { checkpoints: resilience.besideExchanges(shareOf(this.#lastTimesNs, crossing), inputRate) };
    if (this.#struck === undefined) {
      const plan = { ...resilience, ...saves, workNs: this.#alikeNs + leftNs };
      this.begunLong = new LongRun(simulator, plan, (now) => this.handle(jumpCode, now));
      this.begunLong.start();
      return;
    }
    const steps = stepsUntil(saves.checkpoints.intervalNs, this.#stepNs);
    const checkpoints = { ...saves.checkpoints, intervalNs: steps * this.#stepNs };
    this.#struck.goOnAlone(this.ledger.stepsNs + leftNs, { ...saves, checkpoints });
  }

  get #hasCompany(): boolean {
    return this.#plan.isShared && this.#world.board.hasCompany(this.#owner);
  }
}
