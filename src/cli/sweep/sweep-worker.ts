/** A worker thread of a sweep: reads the scenario files once, then simulates the points it is given. */
import { InvariantError, ScenarioError } from "../../base/errors.ts";
import { catalog as shipped } from "../../catalog.ts";
import { parsePath } from "../../scenario/override.ts";
import type { SweepPoint, SweepResult } from "../../study/sweep/sweep-point.ts";
import { loadScenarios, type ScenarioFlags } from "../scenario-flags.ts";
import { schemaOf } from "../scenario-schema.ts";
import { runEntry } from "../simulations.ts";
import { varied } from "../variables.ts";

/** A point, and where its scenario stands. */
export interface SweepTask {
  files: readonly string[];
  flags: ScenarioFlags;
  point: SweepPoint;
}

let loading: ReturnType<typeof load> | undefined;

async function load(files: readonly string[], flags: ScenarioFlags) {
  const { entries, catalog } = await loadScenarios(files, flags, shipped, { plans: false });
  return { entries, catalog, schema: schemaOf(catalog) };
}

/** Simulates the point of `task`. Whatever goes wrong with it is a result too. */
export default async function simulatePoint({ files, flags, point }: SweepTask): Promise<SweepResult> {
  try {
    loading ??= load(files, flags);
    const { entries, catalog, schema } = await loading;
    const entry = entries.find(
      ({ scenario, variant }) => scenario.name === point.scenario && variant === point.variant,
    );
    if (entry === undefined) throw new Error(`no scenario ${point.scenario} / ${point.variant}`);
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
