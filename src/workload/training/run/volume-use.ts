/**
 * What a training job reads and writes on volumes while its steps are played: the input of the next step beside the one that
 * runs, which its hosts prepare as it comes, and a checkpoint whenever it is due: waited for, or beside the steps after a copy to
 * the hosts' memory. The room of a checkpoint is given back when the next one is complete.
 */
import type { Volume, VolumeClient } from "../../../cluster/volume.ts";
import type { Target } from "../../../kernel/target.ts";
import type { CheckpointTraffic } from "./checkpoint-traffic.ts";
import type { InputSource, InputWay } from "./input-way.ts";
import { dueIn, eachSaveNs, type Saver, type SkippedSteps } from "./saver.ts";

/** Where the input of a step comes from. */
export interface InputPlan {
  /** The volume that it is read from, and by whom; nothing to read when absent. */
  source?: InputSource | undefined;
  /** What it goes over on its way; the volume alone when absent. */
  way?: InputWay | undefined;
  /** Of a step. */
  bytes: number;
  /** Prepares it on hosts that other jobs use too, and tells `client`; already in the client's pace when absent. */
  prepare?: ((client: Target, code: number) => void) | undefined;
  prefetch: boolean;
}

/** Input of the steps of a job. */
export class InputFeed implements Target {
  readonly plan: InputPlan;
  #state: "none" | "loading" | "there" = "none";
  #due = 0;
  #then: (() => void) | undefined;

  constructor(plan: InputPlan) {
    this.plan = plan;
  }

  /** Calls `then` when the input of the next step is there, and loads that of the one after beside it. */
  take(then: () => void): void {
    this.#then = then;
    if (this.#state === "none") this.#load();
    else if (this.#state === "there") this.#give();
  }

  /** Credits of the volume, bytes of the whole input; undefined where it has none. */
  get credits(): number | undefined {
    const { source } = this.plan;
    return source?.volume.credits(source.by);
  }

  /** Sets them, for steps that nobody saw have used some. */
  set credits(bytes: number | undefined) {
    const { source } = this.plan;
    if (bytes !== undefined) source?.volume.setCredits(bytes, source.by);
  }

  handle(): void {
    this.#due--;
    if (this.#due > 0) return;
    this.#state = "there";
    if (this.#then) this.#give();
  }

  #load(): void {
    const { source, way, bytes, prepare } = this.plan;
    this.#state = "loading";
    this.#due = (source ? 1 : 0) + (prepare ? 1 : 0);
    if (source && way) way.read(bytes, source, this, 0);
    else source?.volume.read(bytes, source.by, this, 0);
    prepare?.(this, 0);
  }

  #give(): void {
    const then = this.#then as () => void;
    this.#then = undefined;
    this.#state = "none";
    if (this.plan.prefetch) this.#load();
    then();
  }
}

/** How a job saves beside others. */
export interface SaverPlan {
  bytes: number;
  by: VolumeClient;
  everyNs: number;
  /** Where to, if it is a volume, whose room each takes. */
  volume?: Volume | undefined;
  /** What steps wait for: all of it, its way onto drives or into the memory of the hosts, or a time that is written. */
  waitFor(client: Target, code: number): void;
  /** What goes on from there beside the steps, until it is complete; nothing when absent. */
  goesOn?: ((client: Target, code: number) => void) | undefined;
  /** Send it to other places when it is complete. */
  copies: readonly CheckpointTraffic[];
}

const savedCode = 0;
const goesOnCode = 1;
/** And one more for each copy. */
const copiedCode = 2;

/** Checkpoints of a job beside others. */
export class CheckpointSaver implements Saver, Target {
  saves = 0;
  readonly #plan: SaverPlan;
  readonly #copies: readonly { traffic: CheckpointTraffic; sentNs: number; isOnItsWay: boolean }[];
  #lastNs: number;
  #isOnItsWay = false;
  #holds = false;
  #then: ((now: number) => void) | undefined;

  constructor(plan: SaverPlan, startNs: number) {
    this.#plan = plan;
    this.#lastNs = startNs;
    this.#copies = plan.copies.map((traffic) => ({ traffic, sentNs: startNs, isOnItsWay: false }));
  }

  get isOnItsWay(): boolean {
    return this.#isOnItsWay || this.#copies.some(({ isOnItsWay }) => isOnItsWay);
  }

  isDue(now: number): boolean {
    return !this.#isOnItsWay && now - this.#lastNs >= this.#plan.everyNs;
  }

  save(then: (now: number) => void): void {
    const { bytes, by, volume } = this.#plan;
    this.#then = then;
    if (volume === undefined) this.#begin();
    else volume.take(bytes, by, () => this.#begin());
  }

  skip(skipped: SkippedSteps): number {
    const { everyNs } = this.#plan;
    const eachNs = eachSaveNs(everyNs, skipped);
    const due = dueIn(skipped, { everyNs, eachNs, lastNs: this.#lastNs });
    this.saves += due.saves;
    this.#lastNs = due.lastNs;
    return skipped.steps * skipped.saveNs;
  }

  handle(code: number, now: number): void {
    if (code >= copiedCode) {
      const copy = this.#copies[code - copiedCode];
      if (copy) copy.isOnItsWay = false;
    } else if (code === goesOnCode) {
      this.#isOnItsWay = true;
      this.#plan.goesOn?.(this, savedCode);
      this.#goOn(now);
    } else {
      this.#saved(now);
      if (!this.#isOnItsWay) this.#goOn(now);
      this.#isOnItsWay = false;
    }
  }

  /** It is complete where it is saved: the one before makes room, and copies begin that are due. */
  #saved(now: number): void {
    const { bytes, by, volume, everyNs } = this.#plan;
    if (this.#holds) volume?.give(bytes, by);
    this.#holds = true;
    this.saves++;
    for (const [index, copy] of this.#copies.entries()) {
      // A checkpoint is due at the end of a step: half an interval says which is nearest.
      if (copy.isOnItsWay || now - copy.sentNs < copy.traffic.everyNs - everyNs / 2) continue;
      copy.isOnItsWay = true;
      copy.sentNs = now;
      copy.traffic.send(this, copiedCode + index);
    }
  }

  #goOn(now: number): void {
    this.#lastNs = now;
    this.#then?.(now);
  }

  #begin(): void {
    this.#plan.waitFor(this, this.#plan.goesOn ? goesOnCode : savedCode);
  }
}
