/** What one replica has done so far: busy time by what limited it, decode steps and who took part, places lost. */
import { communicationPart, loadingPart, memoryPart, type StepCost, stepParts } from "../time/step-timer.ts";
import type { DecodeSegment } from "./decode-segment.ts";

/** By how much others made a step longer, ns. */
export interface SlowedBy {
  memoryWaitNs: number;
  exchangeWaitNs: number;
}

/** What steps do: compute prompts, or write answers. */
export const phases = ["prefill", "decode"] as const;

export type Phase = (typeof phases)[number];

/** Behind the busy time by `stepParts`: how long engines computed in it, and how long the memory worked. */
const engines = stepParts.length;
const memory = engines + 1;
/** Places of the numbers: of steps with prompts, of decode steps, and of the prompts under way. */
const prefill = 0;
const decode = memory + 1;
const starts = { prefill, decode };
const underWay = 2 * decode;
/** When the step with prompts began, and how long it takes by itself. */
const start = 3 * decode;
const step = start + 1;

/** Counts of one engine; times in one line of memory (see `kept-costs.ts`), ns. */
export class EngineTally {
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedSequences = 0;
  /** Times a request lost its place in the batch. */
  preemptions = 0;
  readonly #ns = new Float64Array(step + 1);

  /** Time of steps of `phase` that part `part` of `stepParts` limited, ns. */
  partNs(phase: Phase, part: number): number {
    return this.#ns[starts[phase] + part]!;
  }

  /** How long the engines of the replica's chips computed in steps of `phase`, ns. */
  enginesNs(phase: Phase): number {
    return this.#ns[starts[phase] + engines]!;
  }

  /** How long their memory worked in them, ns. */
  memoryNs(phase: Phase): number {
    return this.#ns[starts[phase] + memory]!;
  }

  /** A step with prompts begins at `now` that costs `cost`, and beside it loads for `loadNs` what it needs. */
  beginPrompts(now: number, cost: StepCost, loadNs: number): void {
    const ns = this.#ns;
    const loadingNs = Math.max(0, loadNs - cost.totalNs);
    for (let part = 0; part < stepParts.length; part++) ns[underWay + part] = cost.parts[part]!;
    ns[underWay + loadingPart]! += loadingNs;
    ns[underWay + engines] = cost.computeBusyNs;
    ns[underWay + memory] = cost.memoryBusyNs;
    ns[start] = now;
    ns[step] = cost.totalNs + loadingNs;
  }

  /** That step ends beside what made its work and its exchanges longer, ns. */
  endSlowed(now: number, { memoryWaitNs, exchangeWaitNs }: SlowedBy): void {
    const ns = this.#ns;
    const longerNs = Math.max(0, now - ns[start]! - ns[step]!);
    const memoryNs = Math.min(memoryWaitNs, longerNs);
    const exchangeNs = Math.min(exchangeWaitNs, longerNs - memoryNs);
    ns[prefill + memoryPart]! += memoryNs;
    ns[prefill + communicationPart]! += exchangeNs;
    ns[start]! += memoryNs + exchangeNs;
    this.endPrompts(now);
  }

  /** That step ends, or is cut off by a failure: as much of it counts as has passed. */
  endPrompts(now: number): void {
    const ns = this.#ns;
    const passedNs = now - ns[start]!;
    const stepNs = ns[step]!;
    const share = stepNs > 0 ? Math.min(1, passedNs / stepNs) : 1;
    for (let at = 0; at < decode; at++) ns[prefill + at]! += share * ns[underWay + at]!;
    // What it loads from outside may take longer beside others.
    ns[prefill + loadingPart]! += Math.max(0, passedNs - stepNs);
  }

  /** The next `steps` steps of `segment`, of `sequences` requests. */
  countSteps(segment: DecodeSegment, steps: number, sequences: number): void {
    segment.addTimes(this.#ns, decode, steps);
    this.countDecode(steps, sequences);
  }

  /** By how much others made a decode step longer. */
  addWaits({ memoryWaitNs, exchangeWaitNs }: SlowedBy): void {
    this.#ns[decode + memoryPart]! += memoryWaitNs;
    this.#ns[decode + communicationPart]! += exchangeWaitNs;
  }

  /** `steps` decode steps of `sequences` requests. */
  countDecode(steps: number, sequences: number): void {
    this.decodeSteps += steps;
    this.decodedSequences += steps * sequences;
  }
}
