/** What one replica has done so far: busy time by what limited it, decode steps and who took part, places lost. */
import { type StepCost, stepParts } from "./step-timer.ts";

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

  /** A step with prompts that costs `cost`, and `loadingNs` more until what it needs is there. */
  countPrompts(cost: StepCost, loadingNs: number): void {
    for (let part = 0; part < stepParts.length; part++) this.prefillParts[part] += cost.parts[part];
    this.prefillParts[stepParts.length - 1] += loadingNs;
  }

  /** `steps` decode steps of `sequences` requests. */
  countDecode(steps: number, sequences: number): void {
    this.decodeSteps += steps;
    this.decodedSequences += steps * sequences;
  }
}
