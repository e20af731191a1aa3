/**
 * How long the steps of a replica take. The engine asks for a prefill of given prompts and for decode steps of a given
 * batch; decode steps of an unchanged batch form a straight line in the step number, which is what lets the engine jump
 * over them in one event.
 */
import type { Request } from "./request.ts";

/** Where the time of a step goes; the order of `StepCost.parts`. */
export const stepParts = ["compute", "memory", "overhead", "communication"] as const;

/** Time of one step and what limits it; the parts sum to the total. */
export interface StepCost {
  totalNs: number;
  /** ns by `stepParts`. */
  parts: Float64Array;
}

/** Decode steps of an unchanged batch: step i (0-based) takes `first + i * growth`, for `validSteps` steps. */
export interface DecodeCost {
  first: StepCost;
  growth: StepCost;
  validSteps: number;
}

/** Timing of one replica. Returned objects belong to the timer and are overwritten by the next call. */
export interface StepTimer {
  /** One prefill of all `requests`, each over the tokens it has so far. */
  prefill(requests: readonly Request[]): StepCost;
  /** Decode steps of `batch` sequences that hold `contextTotal` tokens together, the longest `contextMax`. */
  decode(batch: number, contextTotal: number, contextMax: number): DecodeCost;
}
