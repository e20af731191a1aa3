/** Load curves of the scenarios of a command. */
import { ScenarioError } from "../base/errors.ts";
import type { Catalog } from "../catalog.ts";
import type { ScenarioEntry } from "../scenario/read-scenarios.ts";
import type { Scenario } from "../simulation/scenario.ts";
import { type LoadCurve, type LoadedScenario, loadCurve, loadCurveObstacles } from "../study/load-curve.ts";
import { schemaOf } from "./scenario-schema.ts";
import { type Run, runEntry } from "./simulations.ts";
import { rewritten } from "./variables.ts";

/** Throws a `ScenarioError` that says which of `entries` have no load that can vary, and why. */
export function checkLoads(entries: readonly ScenarioEntry<Scenario>[]): void {
  const problems = entries.flatMap((entry) =>
    loadCurveObstacles(entry.resolved).map((problem) => entry.located(problem)),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** How the scenario of `run` bears load; null where it serves nothing. */
export function loadCurveOf({ entry, summary }: Run, catalog: Catalog): LoadCurve | null {
  if (summary.inference === undefined) return null;
  const schema = schemaOf(catalog);
  const { batching } = entry.scenario.workload as unknown as LoadedScenario;
  const loaded = { written: entry.resolved as unknown as LoadedScenario["written"], batching, base: summary };
  return loadCurve(loaded, (written) => {
    return runEntry(rewritten(entry, written as Readonly<Record<string, unknown>>, schema), catalog).summary;
  });
}
