/**
 * Stages in simulated time. A stage is ready when all that it needs are over; each time of it takes its cluster, fetches what
 * they left behind, works, and gives the cluster back.
 *
 *     ready | waits for the cluster | fetches | works |  ... every ...  | fetches | works |  over
 *
 * A stage whose instances are bought for windows waits for them, and stops at the end of one with what is left for the next.
 *
 * Who fetches the same artefact at the same time shares the bandwidth of its place max-min, and nobody gets more than the
 * cards of his instances carry. Stages on the cluster of the scenario take it one at a time, in the order in which they
 * were ready. Three events a time of a stage, and one a fetched artefact.
 */
import { assert } from "../../base/errors.ts";
import { formatTime } from "../../base/units.ts";
import type { World } from "../../cluster/world.ts";
import type { Target } from "../../kernel/target.ts";
import { type PurchaseWindows, windowFrom } from "./purchase-windows.ts";

/** What is run of a stage. */
export interface StageRun {
  name: string;
  /** Indices of the stages that must be over before. */
  needs: readonly number[];
  isShared: boolean;
  copies: number;
  times: number;
  everyNs: number;
  workNs: number;
  /** What the cards of one copy take in, bytes/ns. */
  fetchBandwidth: number;
  /** What it leaves behind. */
  artefact?: { size: number; bandwidth: number } | undefined;
  /** When its instances are there; whenever it needs them when absent. */
  windows?: PurchaseWindows | undefined;
  /** Why it never ends; else empty. */
  waiting: readonly string[];
}

/** One time of a stage, or what of it falls into one window; ns from the start of the pipeline. */
export interface Visit {
  stage: number;
  /** The how manyth time it is, from 0. */
  time: number;
  startNs: number;
  fetchedNs: number;
  endNs: number;
}

const due = 0;
const fetched = 1;
const worked = 2;
const stopped = 3;
const codes = 4;

interface Progress {
  needsLeft: number;
  timesLeft: number;
  /** When its first time began, ns; NaN before. */
  firstNs: number;
  fetching: number;
  visit?: Visit;
  /** Of the time under way, ns; undefined before it works. */
  leftNs?: number | undefined;
  /** Whether its windows are over and it is not. */
  hasNoWindow?: boolean;
  isOver: boolean;
}

/** A pipeline under way. */
export class PipelineRun implements Target {
  /** All times of all stages, in the order in which they began. */
  readonly visits: Visit[] = [];
  readonly #world: World;
  readonly #owner: number;
  readonly #stages: readonly StageRun[];
  readonly #progress: Progress[];
  readonly #over: (now: number) => void;
  /** Stages that wait for the cluster of the scenario, and the one that has it. */
  readonly #line: number[] = [];
  #holder: number | undefined;
  #startNs = 0;

  constructor(
    world: World,
    { stages, owner, over }: { stages: readonly StageRun[]; owner: number; over: (now: number) => void },
  ) {
    this.#world = world;
    this.#owner = owner;
    this.#stages = stages;
    this.#over = over;
    this.#progress = stages.map(({ needs, times }) => ({
      needsLeft: needs.length,
      timesLeft: times,
      firstNs: Number.NaN,
      fetching: 0,
      isOver: false,
    }));
  }

  start(): void {
    const { simulator } = this.#world;
    this.#startNs = simulator.now;
    simulator.watch({ unfinished: () => this.#unfinished() });
    for (const [stage, { needs }] of this.#stages.entries()) if (needs.length === 0) this.#ready(stage);
  }

  handle(code: number, now: number): void {
    const stage = Math.floor(code / codes);
    const progress = this.#progress[stage] as Progress;
    if (code % codes === due) this.#ready(stage);
    else if (code % codes === worked) this.#ends(stage, now);
    else if (code % codes === stopped) this.#stops(stage, now);
    else {
      progress.fetching--;
      if (progress.fetching === 0) this.#works(stage, now);
    }
  }

  /** The next time of `stage` may begin, or go on, if its cluster is free, or its instances are there. */
  #ready(stage: number): void {
    const { isShared, windows } = this.#stages[stage] as StageRun;
    if (isShared) {
      this.#line.push(stage);
      this.#serveLine();
    } else if (windows === undefined) this.#begins(stage);
    else {
      const { now } = this.#world.simulator;
      const window = windowFrom(windows, now - this.#startNs);
      const fromNs = this.#startNs + (window?.from ?? 0);
      if (window === undefined) (this.#progress[stage] as Progress).hasNoWindow = true;
      else if (fromNs > now) this.#world.simulator.scheduleAt(fromNs, this, stage * codes + due);
      else this.#begins(stage);
    }
  }

  #serveLine(): void {
    if (this.#holder !== undefined) return;
    this.#holder = this.#line.shift();
    if (this.#holder !== undefined) this.#begins(this.#holder);
  }

  #begins(stage: number): void {
    const now = this.#world.simulator.now - this.#startNs;
    const progress = this.#progress[stage] as Progress;
    const { needs, copies, fetchBandwidth, name, times, windows } = this.#stages[stage] as StageRun;
    const goesOn = progress.leftNs !== undefined;
    if (!goesOn) progress.timesLeft--;
    const time = times - progress.timesLeft - 1;
    progress.visit = { stage, time, startNs: now, fetchedNs: now, endNs: now };
    if (Number.isNaN(progress.firstNs)) progress.firstNs = now;
    this.visits.push(progress.visit);
    if (goesOn) {
      progress.fetching = 1;
      this.#world.simulator.schedule(windows?.restart ?? 0, this, stage * codes + fetched);
      return;
    }
    for (const need of needs) {
      const { artefact, name: from } = this.#stages[need] as StageRun;
      if (artefact === undefined) continue;
      const place = this.#resource(`what ${from} leaves behind`, artefact.bandwidth);
      for (let copy = 0; copy < copies; copy++) {
        const cards = this.#resource(`way into ${name}, copy ${copy}`, fetchBandwidth);
        const usage = { resources: [place, cards] };
        const task = { work: artefact.size, usage, owner: this.#owner };
        this.#world.sharing.run(task, this, stage * codes + fetched);
        progress.fetching++;
      }
    }
    if (progress.fetching === 0) this.#works(stage, this.#world.simulator.now);
  }

  /** Jobs of one world have resources of their own. */
  #resource(name: string, capacity: number): number {
    return this.#world.resource(`${name} (job ${this.#owner})`, capacity);
  }

  #works(stage: number, now: number): void {
    const { workNs, waiting, windows } = this.#stages[stage] as StageRun;
    const progress = this.#progress[stage] as Progress;
    const { visit } = progress;
    assert(visit !== undefined, () => `stage ${stage} works before it has begun`);
    visit.fetchedNs = now - this.#startNs;
    visit.endNs = visit.fetchedNs;
    if (waiting.length > 0) return;
    progress.leftNs ??= workNs;
    const endNs =
      this.#startNs +
      (windows === undefined ? Number.POSITIVE_INFINITY : (windowFrom(windows, visit.startNs)?.until ?? 0));
    const thereNs = Math.max(0, endNs - now);
    if (progress.leftNs <= thereNs) {
      this.#world.simulator.schedule(progress.leftNs, this, stage * codes + worked);
      return;
    }
    progress.leftNs -= Math.max(0, thereNs - (windows?.save ?? 0));
    this.#world.simulator.schedule(thereNs, this, stage * codes + stopped);
  }

  /** The window of `stage` is over, and its work is not. */
  #stops(stage: number, now: number): void {
    ((this.#progress[stage] as Progress).visit as Visit).endNs = now - this.#startNs;
    this.#ready(stage);
  }

  #ends(stage: number, now: number): void {
    const { times, everyNs, isShared } = this.#stages[stage] as StageRun;
    const progress = this.#progress[stage] as Progress;
    (progress.visit as Visit).endNs = now - this.#startNs;
    progress.leftNs = undefined;
    if (isShared) this.#holder = undefined;
    if (progress.timesLeft > 0) {
      const dueNs = this.#startNs + progress.firstNs + (times - progress.timesLeft) * everyNs;
      this.#world.simulator.scheduleAt(Math.max(now, dueNs), this, stage * codes + due);
    } else this.#isOver(stage, now);
    if (isShared) this.#serveLine();
  }

  #isOver(stage: number, now: number): void {
    (this.#progress[stage] as Progress).isOver = true;
    for (const [other, { needs }] of this.#stages.entries()) {
      if (!needs.includes(stage)) continue;
      const progress = this.#progress[other] as Progress;
      progress.needsLeft--;
      if (progress.needsLeft === 0) this.#ready(other);
    }
    if (this.#progress.every((each) => each.isOver)) this.#over(now);
  }

  #unfinished(): string[] {
    return this.#stages.flatMap(({ name, waiting }, stage) => {
      const { isOver, visit, hasNoWindow, leftNs, timesLeft } = this.#progress[stage] as Progress;
      if (isOver) return [];
      if (hasNoWindow) {
        const left = leftNs === undefined ? `${timesLeft} times` : `${formatTime(leftNs)} of work`;
        return [`stage ${name} has ${left} left, and no window of its instances`];
      }
      if (visit === undefined) return [`stage ${name} has not begun`];
      return waiting.length > 0 ? waiting.map((text) => `stage ${name}: ${text}`) : [`stage ${name} runs`];
    });
  }
}
