/** A run as a report shows it. */
import type { Series } from "../../metrics/time-series.ts";
import type { Summary } from "../../simulation/summary.ts";
import type { Deployment } from "../../study/deploy/launchers.ts";
import type { Explanation } from "../../study/explanation.ts";
import type { LoadCurve } from "../../study/load-curve.ts";

/** How one latency is spread over requests. */
export interface Distribution {
  /** ttft, tpot, e2el. */
  name: string;
  /** Values in ms at evenly spaced quantiles, from the least to the greatest. */
  valuesMs: readonly number[];
}

/** When a job held its accelerators, or a stage of a pipeline of jobs ran. */
export interface JobBar {
  name: string;
  startSeconds: number;
  endSeconds: number;
  /** Of a job of a queue. */
  accelerators?: number;
  /** Before the start, of a job of a queue. */
  waitSeconds?: number;
  /** Where it ran, of a queue before several pools. */
  pool?: string;
  /** Why it was stopped before it was done. */
  stoppedBy?: string;
}

/** A run, and what its summary does not hold. */
export interface RunView {
  /** What it is called beside the others: its variant, or its instance type. */
  name: string;
  summary: Summary;
  /** Under further seeds; charts are of the first alone. */
  replications?: readonly Summary[] | undefined;
  series: readonly Series[];
  distributions: readonly Distribution[];
  /** In the order of their tables; none where a run has no jobs of its own. */
  jobs?: readonly JobBar[];
  explanation: Explanation | null;
  /** How it bears load; absent where that was not asked. */
  loadCurve?: LoadCurve | null | undefined;
  /** How it would be started for real. */
  deploy?: Deployment | undefined;
  /** The chips of an instance and their links, coloured by use; absent where nothing was exchanged. */
  linkDrawing?: string | undefined;
}
