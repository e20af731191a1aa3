/** A worker thread of a search: simulates the plans that it is asked for. */
import type { Override } from "../../scenario/override.ts";
import type { Summary } from "../../simulation/summary.ts";
import { runEntry } from "../simulations.ts";
import { type ThreadFlags, ThreadScenarios } from "../threads.ts";
import { varied } from "../variables.ts";

/** A plan, and where its scenario stands. */
export interface PlanTask {
  file: string;
  flags: ThreadFlags;
  scenario: string;
  variant: string;
  overrides: readonly Override[];
}

const scenarios = new ThreadScenarios();

/**
 * The summary of a plan; null where none can be told as it is told by who asks, whatever the reason: errors lose their kind on the
 * way between threads, and what would make a plan fit is tried when somebody reads it.
 */
export default async function simulatePlan(task: PlanTask): Promise<Summary | null> {
  const { file, flags, scenario, variant, overrides } = task;
  try {
    const { entry, catalog, schema } = await scenarios.find([file], flags, scenario, variant);
    const { summary } = runEntry(varied(entry, overrides, schema), catalog);
    return summary.status === "out-of-memory" ? null : summary;
  } catch {
    return null;
  }
}
