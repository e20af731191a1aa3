/** What one replica has done so far: busy time by what limited it, decode steps and who took part, places lost. */
import { memoryPart, type StepCost, stepParts } from "../time/step-timer.ts";

/** Counts of one engine. */
export class EngineTally {
  /** Busy time by `stepParts`, ns, of steps with prompts and of decode steps. */
  readonly prefillParts = new Float64Array(stepParts.length);
  readonly decodeParts = new Float64Array(stepParts.length);
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedSequences = 0;
  /** Times a request lost its place in the batch. */
  preemptions = 0;
  readonly #parts = new Float64Array(stepParts.length);
  #startNs = 0;
  #stepNs = 0;

  /** A step with prompts begins at `now` that costs `cost`, and beside it loads for `loadNs` what it needs. */
  beginPrompts(now: number, cost: StepCost, loadNs: number): void {
    const loadingNs = Math.max(0, loadNs - cost.totalNs);
    for (let part = 0; part < stepParts.length; part++) this.#parts[part] = cost.parts[part];
    this.#parts[stepParts.length - 1] += loadingNs;
    this.#startNs = now;
    this.#stepNs = cost.totalNs + loadingNs;
  }

  /**
   * That step ends, or is cut off by a failure: as much of it counts as has passed. Its work took `memoryNs` longer beside what
   * moved through its memory.
   */
  endPrompts(now: number, memoryNs = 0): void {
    const share = this.#stepNs > 0 ? Math.min(1, (now - this.#startNs) / this.#stepNs) : 1;
    for (let part = 0; part < stepParts.length; part++) this.prefillParts[part] += share * this.#parts[part];
    const longerNs = Math.max(0, now - this.#startNs - this.#stepNs);
    const waitedNs = Math.min(memoryNs, longerNs);
    this.prefillParts[memoryPart] += waitedNs;
    // What it loads from outside may take longer beside others.
    this.prefillParts[stepParts.length - 1] += longerNs - waitedNs;
  }

  /** `steps` decode steps of `sequences` requests. */
  countDecode(steps: number, sequences: number): void {
    this.decodeSteps += steps;
    this.decodedSequences += steps * sequences;
  }
}
