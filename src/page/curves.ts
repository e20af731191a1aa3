/**
 * The curves around an answer, point by point. Batches of 1, 2, 4, ... trade tokens/s of a user for tokens/s of a chip and
 * for dollars; arrivals at shares of what the full cluster serves show the first token waiting as it fills.
 */
import { elementAt } from "../base/element-at.ts";
import type { Summary } from "../simulation/summary.ts";
import {
  asChosen,
  fullRate,
  type LoadedKind,
  loadShares,
  loadPoint as pointOfLoad,
} from "../study/load-curve.ts";
import { estimateScenario, estimateWith } from "../study/quick-estimate.ts";
import { servingLoad } from "../workload/inference/inference.ts";
import { attempt, type Column, type Simulate } from "./answer.ts";

/** A batch size tried. */
export interface BatchPoint {
  kind: "batch";
  name: string;
  batch: number;
  /** Output tokens/s that one user sees, and that one chip gives. */
  perUser: number;
  perChip: number;
  /** Per million output tokens; null where no price is listed. */
  usd: number | null;
}

/** An arrival rate tried. */
export interface LoadPoint {
  kind: "load";
  name: string;
  /** Requests/s that come, as a share of what the full cluster serves, and as they are; and what that serves. */
  share: number;
  rate: number;
  full: number;
  /** Median and 99th percentile of the time to the first token, ms. */
  ttft: number;
  ttftP99: number;
}

export type CurvePoint = BatchPoint | LoadPoint;

/** What the page asks about. */
const serving: LoadedKind = { name: "inference", load: servingLoad };

const batches = [1, 2, 4, 8, 16, 32, 64, 128];

/** A replica holds a batch when it ran with nearly all of it; the ends of a run have smaller ones. */
const heldFraction = 0.8;

/** Points of every column in turns, so that curves grow side by side. `full` are the summaries of the answers. */
export function* curvePoints(
  columns: readonly Column[],
  full: readonly (Summary | null)[],
  run: Simulate,
): Generator<CurvePoint | undefined> {
  const open = columns.flatMap((column, index) => {
    const summary = full[index];
    return summary?.inference && summary.inference.completed > 0 ? [{ column, summary }] : [];
  });
  const holds = new Set(open);
  for (const [step, share] of loadShares.entries()) {
    for (const each of open) {
      yield attempt(() => loadPoint(each.column, each.summary, share, run));
      if (!holds.has(each)) continue;
      const point = attempt(() => batchPoint(each.column, elementAt(batches, step), run));
      if (point === undefined) holds.delete(each);
      yield point;
    }
  }
}

function batchPoint({ name, question }: Column, batch: number, run: Simulate): BatchPoint | undefined {
  const { inference, cluster, cost } = estimateWith({ ...question, batch }, run).run.summary;
  const { mean_tpot_ms: tpot, output_throughput: rate, mean_batch_size: held } = inference ?? {};
  if (!tpot || !rate || !held || held < heldFraction * batch) return undefined;
  const usd = cost.usd_per_million_output_tokens;
  return { kind: "batch", name, batch, perUser: 1000 / tpot, perChip: rate / cluster.chips, usd };
}

function loadPoint(
  { name, question }: Column,
  summary: Summary,
  share: number,
  run: Simulate,
): LoadPoint | undefined {
  const replicas = Number(summary.chosen.replicas);
  const places = replicas * question.batch;
  const full = fullRate(summary, serving, places) ?? 0;
  const written = asChosen(estimateScenario(question, replicas), serving, summary);
  const point = pointOfLoad(written, serving, { full, places, share }, (each) => run(each).summary);
  const { rate, median_e2el_ms, p99_e2el_ms } = point ?? {};
  const ttft = point?.median_ttft_ms ?? median_e2el_ms;
  const ttftP99 = point?.p99_ttft_ms ?? p99_e2el_ms;
  return rate && ttft && ttftP99 ? { kind: "load", name, share, rate, full, ttft, ttftP99 } : undefined;
}
