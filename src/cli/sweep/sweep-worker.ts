/** A worker thread of a sweep: reads the scenario files once, then simulates the points it is given. */
import { InvariantError, ScenarioError } from "../../base/errors.ts";
import { parsePath } from "../../scenario/override.ts";
import type { SweepPoint, SweepResult } from "../../study/sweep/sweep-point.ts";
import { runEntry } from "../simulations.ts";
import { type ThreadFlags, ThreadScenarios } from "../threads.ts";
import { varied } from "../variables.ts";

/** A point, and where its scenario stands. */
export interface SweepTask {
  files: readonly string[];
  flags: ThreadFlags;
  point: SweepPoint;
}

const scenarios = new ThreadScenarios();

/** Simulates the point of `task`. Whatever goes wrong with it is a result too. */
export default async function simulatePoint({ files, flags, point }: SweepTask): Promise<SweepResult> {
  try {
    const { scenario, variant } = point;
    const { entry, catalog, schema } = await scenarios.find(files, flags, scenario, variant);
    const overrides = Object.entries(point.set).map(([path, value]) => ({ path: parsePath(path), value }));
    const { summary } = runEntry(varied(entry, overrides, schema), catalog);
    return { ...point, status: summary.status, reason: summary.reason, summary };
  } catch (error) {
    const status = error instanceof ScenarioError ? "bad-input" : "failed";
    const reason =
      error instanceof ScenarioError || error instanceof InvariantError ? error.message : String(error);
    return { ...point, status, reason, summary: null };
  }
}
