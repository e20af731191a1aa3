/** Parts of a summary that workloads fill with metrics; a kind of workload of a user's own has one under its name. */
import { type SummaryPart, summaryPart } from "../metrics/metric.ts";
import { inferencePart } from "./inference/inference.ts";
import { trainingPart } from "./training/metrics.ts";
import type { WorkloadResult } from "./workload.ts";

/** In the order in which comparisons show them. */
export const metricParts: readonly SummaryPart<WorkloadResult>[] = [
  summaryPart(trainingPart),
  summaryPart(inferencePart),
];
