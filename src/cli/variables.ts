/** Scenarios of the command line that studies can vary. */
import { elementAt } from "../base/element-at.ts";
import { ScenarioError } from "../base/errors.ts";
import { lazy } from "../base/lazy.ts";
import { uncompiled } from "../base/uncompiled.ts";
import { type Catalog, simulationCatalog } from "../catalog.ts";
import { applyOverride, type Override } from "../scenario/override.ts";
import { problemsOf } from "../scenario/problems.ts";
import type { ScenarioEntry } from "../scenario/read-scenarios.ts";
import { plan } from "../simulation/plan.ts";
import type { Scenario } from "../simulation/scenario.ts";
import type { RunPause } from "../simulation/watched.ts";
import type { Variable } from "../study/variation.ts";
import { readBytes, readText } from "./files.ts";
import { type ScenarioSchema, schemaOf } from "./scenario-schema.ts";
import { runEntry } from "./simulations.ts";

/** `entry` as a study varies it; `tell` hears how far each of its simulations is. */
export function variableOf(
  entry: ScenarioEntry<Scenario>,
  catalog: Catalog,
  tell?: (pause: RunPause) => void,
): Variable {
  const planned = lazy(() =>
    plan(entry.scenario, simulationCatalog(catalog, readText, readBytes), entry.resolved),
  );
  return {
    written: entry.resolved,
    scenario: entry.scenario,
    kind: catalog.workloads.find(({ name }) => name === entry.scenario.workload?.kind),
    get software() {
      return elementAt(planned().jobs, 0).profile;
    },
    simulate: (overrides) => runEntry(varied(entry, overrides, schemaOf(catalog)), catalog, tell).summary,
  };
}

/** `entry` with `overrides` on top. Throws a `ScenarioError` that names the overrides when they make no scenario. */
export function varied(
  entry: ScenarioEntry<Scenario>,
  overrides: readonly Override[],
  schema: ScenarioSchema,
): ScenarioEntry<Scenario> {
  const resolved = overrides.reduce<unknown>(applyOverride, entry.resolved);
  return rewritten(entry, resolved as Record<string, unknown>, schema, "--set ");
}

/** `entry` as `resolved` writes it anew. Throws a `ScenarioError` with paths after `prefix` when that makes no scenario. */
export function rewritten(
  entry: ScenarioEntry<Scenario>,
  resolved: Readonly<Record<string, unknown>>,
  { schema, jsonSchema }: ScenarioSchema,
  prefix = "",
): ScenarioEntry<Scenario> {
  const parsed = schema.safeParse(resolved, uncompiled);
  if (parsed.success) return { ...entry, scenario: parsed.data as unknown as Scenario, resolved };
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, resolved, jsonSchema));
  throw new ScenarioError(
    problems.map(({ problem }) => ({ ...problem, path: `${prefix}${problem.path ?? ""}` })),
  );
}
