/** What a pipeline and its stages are told beside their times, and what they tell. */
import type { Timeline } from "../../../metrics/timeline.ts";
import type { LinkResources } from "../../../network/graph/link-resources.ts";

/** Where copies of a pipeline meet before they exchange what they have of a stage. */
export interface GradientMeeting {
  /** A copy's last pass has begun and its buckets will be ready at these times, ns; answered by `exchangeBuckets`. */
  bucketsReady(stage: number, readyNs: readonly number[]): void;
  /** A copy's last gradients are there; answered by `proceed`. */
  gradientsReady(stage: number, now: number): void;
}

/** What a pipeline is told beside its times. */
export interface PipelineOptions {
  /** Time at the start of the step in which there is no data to work on, ns. */
  dataStallNs?: number | undefined;
  timeline?: Timeline | undefined;
  /** Called when all stages have finished. */
  done?(now: number): void;
  /** Ranks of a stage, for the rows of a timeline. */
  ranksOf?(stage: number): string;
  /** Where exchanges that share links are played; absent where none does. */
  links?: LinkResources | undefined;
  /** Where this copy meets the others before it exchanges gradients; alone it exchanges them at once. */
  meeting?: GradientMeeting;
}
