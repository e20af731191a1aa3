/** What one replica has done so far: busy time by what limited it, decode steps and who took part, places lost. */
import { communicationPart, memoryPart, type StepCost, stepParts } from "../time/step-timer.ts";

/** By how much others made a step longer, ns. */
export interface SlowedBy {
  memoryWaitNs: number;
  exchangeWaitNs: number;
}

/** Time in which the engines of a replica's chips computed, and in which their memory worked, ns. */
export interface WorkedNs {
  engines: number;
  memory: number;
}

/** Counts of one engine. */
export class EngineTally {
  /** Busy time by `stepParts`, ns, of steps with prompts and of decode steps. */
  readonly prefillParts = new Float64Array(stepParts.length);
  readonly decodeParts = new Float64Array(stepParts.length);
  /** What of the chips worked in these steps. */
  readonly prefillWorked: WorkedNs = { engines: 0, memory: 0 };
  readonly decodeWorked: WorkedNs = { engines: 0, memory: 0 };
  decodeSteps = 0;
  /** Sum over decode steps of the requests in the batch. */
  decodedSequences = 0;
  /** Times a request lost its place in the batch. */
  preemptions = 0;
  readonly #parts = new Float64Array(stepParts.length);
  readonly #worked: WorkedNs = { engines: 0, memory: 0 };
  #startNs = 0;
  #stepNs = 0;

  /** A step with prompts begins at `now` that costs `cost`, and beside it loads for `loadNs` what it needs. */
  beginPrompts(now: number, cost: StepCost, loadNs: number): void {
    const loadingNs = Math.max(0, loadNs - cost.totalNs);
    for (let part = 0; part < stepParts.length; part++) this.#parts[part] = cost.parts[part]!;
    this.#parts[stepParts.length - 1]! += loadingNs;
    this.#worked.engines = cost.computeBusyNs;
    this.#worked.memory = cost.memoryBusyNs;
    this.#startNs = now;
    this.#stepNs = cost.totalNs + loadingNs;
  }

  /** That step ends beside what made its work and its exchanges longer, ns. */
  endSlowed(now: number, { memoryWaitNs, exchangeWaitNs }: SlowedBy): void {
    const longerNs = Math.max(0, now - this.#startNs - this.#stepNs);
    const memoryNs = Math.min(memoryWaitNs, longerNs);
    const exchangeNs = Math.min(exchangeWaitNs, longerNs - memoryNs);
    this.prefillParts[memoryPart]! += memoryNs;
    this.prefillParts[communicationPart]! += exchangeNs;
    this.#startNs += memoryNs + exchangeNs;
    this.endPrompts(now);
  }

  /** That step ends, or is cut off by a failure: as much of it counts as has passed. */
  endPrompts(now: number): void {
    const share = this.#stepNs > 0 ? Math.min(1, (now - this.#startNs) / this.#stepNs) : 1;
    for (let part = 0; part < stepParts.length; part++)
      this.prefillParts[part]! += share * this.#parts[part]!;
    this.prefillWorked.engines += share * this.#worked.engines;
    this.prefillWorked.memory += share * this.#worked.memory;
    // What it loads from outside may take longer beside others.
    this.prefillParts[stepParts.length - 1]! += Math.max(0, now - this.#startNs - this.#stepNs);
  }

  /** `steps` decode steps of `sequences` requests. */
  countDecode(steps: number, sequences: number): void {
    this.decodeSteps += steps;
    this.decodedSequences += steps * sequences;
  }
}
