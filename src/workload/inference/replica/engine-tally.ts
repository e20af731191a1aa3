/** What one replica has done so far: busy time by what limited it, decode steps and who took part, places lost. */
import { communicationPart, loadingPart, memoryPart, type StepCost, stepParts } from "../time/step-timer.ts";
import type { DecodeSegment } from "./decode-segment.ts";

/** By how much others made a step longer, ns. */
export interface SlowedBy {
  memoryWaitNs: number;
  exchangeWaitNs: number;
}

/** Places of the numbers: busy time by `stepParts` of steps with prompts, of decode steps, and of the prompts under way. */
const prefill = 0;
const decode = stepParts.length;
const underWay = 2 * stepParts.length;
/** When the step with prompts began, and how long it takes by itself. */
const start = 3 * stepParts.length;
const step = start + 1;

/** Counts of one engine; times in one line of memory (see `kept-costs.ts`), ns. */
export class EngineTally {
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedSequences = 0;
  /** Times a request lost its place in the batch. */
  preemptions = 0;
  readonly #ns = new Float64Array(step + 1);

  /** Busy time by `stepParts`, ns, of steps with prompts. */
  get prefillParts(): Float64Array {
    return this.#ns.subarray(prefill, decode);
  }

  /** The same of decode steps. */
  get decodeParts(): Float64Array {
    return this.#ns.subarray(decode, underWay);
  }

  /** A step with prompts begins at `now` that costs `cost`, and beside it loads for `loadNs` what it needs. */
  beginPrompts(now: number, cost: StepCost, loadNs: number): void {
    const ns = this.#ns;
    const loadingNs = Math.max(0, loadNs - cost.totalNs);
    for (let part = 0; part < stepParts.length; part++) ns[underWay + part] = cost.parts[part]!;
    ns[underWay + loadingPart]! += loadingNs;
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
    for (let part = 0; part < stepParts.length; part++) ns[prefill + part]! += share * ns[underWay + part]!;
    // What it loads from outside may take longer beside others.
    ns[prefill + loadingPart]! += Math.max(0, passedNs - stepNs);
  }

  /** The next `steps` steps of `segment`, of `sequences` requests. */
  countSteps(segment: DecodeSegment, steps: number, sequences: number): void {
    segment.addParts(this.#ns, decode, steps);
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
