/** Load curves of the scenarios of a command. */
import { ScenarioError } from "../base/errors.ts";
import type { Catalog } from "../catalog.ts";
import type { ScenarioEntry } from "../scenario/read-scenarios.ts";
import type { Scenario } from "../simulation/scenario.ts";
import { kindFigures } from "../study/kind-figures.ts";
import {
  type LoadCurve,
  type LoadedScenario,
  loadCurve,
  loadCurveObstacles,
  loadedKind,
} from "../study/load-curve.ts";
import { schemaOf } from "./scenario-schema.ts";
import { type Run, runEntry } from "./simulations.ts";
import { rewritten } from "./variables.ts";

/** Throws a `ScenarioError` that says which of `entries` have no load that can vary, and why. */
export function checkLoads(entries: readonly ScenarioEntry<Scenario>[], { workloads }: Catalog): void {
  const problems = entries.flatMap((entry) =>
    loadCurveObstacles(entry.resolved, workloads).map((problem) => entry.located(problem)),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** How the scenario of `run` bears load; null where it serves nothing. */
export function loadCurveOf({ entry, summary }: Run, catalog: Catalog): LoadCurve | null {
  const { workload } = entry.scenario;
  const kind = loadedKind(catalog.workloads, workload?.kind);
  if (kind === undefined || kindFigures(summary, kind.name) === undefined) return null;
  const schema = schemaOf(catalog);
  const written = entry.resolved as unknown as LoadedScenario["written"];
  const options = workload as unknown as LoadedScenario["options"];
  return loadCurve({ kind, written, options, base: summary }, (written) => {
    return runEntry(rewritten(entry, written as Readonly<Record<string, unknown>>, schema), catalog).summary;
  });
}
