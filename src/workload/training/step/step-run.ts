/** A step of a pipeline under way, or told: what a run asks of it once it is over. */
import type { TimeName } from "./stage-account.ts";
import type { StageSpan } from "./stage-spans.ts";

/** One step of one pipeline. */
export interface StepRun {
  readonly stageCount: number;
  /** When stages did what, in the order in which it ended. */
  readonly spans: Iterable<StageSpan>;
  /** Time of all stages by where it went, ns, once the step is over at `endNs`; sums to stages x step. */
  timesNs(endNs: number): Map<TimeName, number>;
  /** A failure ends it: nothing more begins, and nobody is told of its end. What is on links ends by itself. */
  halt?(): void;
}
