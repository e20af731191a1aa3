/**
 * Values of a plan's `space` that make no scenario, with whatever else: a name that does not exist, a key that nothing reads. A
 * search would pass over each combination with one as it passes over those that do not divide or fit, and look no further than
 * what is left. A value that is refused by itself may be right beside one of another axis (`maxWait` of dynamic batching).
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import type { Override } from "../../scenario/override.ts";
import type { ScenarioEntry } from "../../scenario/read-scenarios.ts";
import type { Scenario } from "../../simulation/scenario.ts";
import type { PlanSpace } from "../../study/plan/space.ts";
import type { Axis } from "../../study/sweep/axis.ts";
import type { ScenarioSchema } from "../scenario-schema.ts";
import { varied } from "../variables.ts";

/** Combinations that are tried before a value is taken to suit some other. */
const triesMost = 1000;

/** Each value of `axes`, then each two of different ones. */
function besideAny(axes: readonly Axis[]): Override[][] {
  const single = axes.map(({ path, values }) => values.map((value): Override[] => [{ path, value }]));
  const pairs = single.flatMap((own, index) =>
    single.slice(index + 1).flatMap((other) => own.flatMap((one) => other.map((two) => [...one, ...two]))),
  );
  return [...single.flat(), ...pairs];
}

/** Throws a `ScenarioError` with every value of the axes that `entry` writes which no other makes a scenario of. */
export function checkSpace(
  entry: ScenarioEntry<Scenario>,
  { axes }: PlanSpace,
  schema: ScenarioSchema,
): void {
  const written = axes.filter(({ path }) => path.join(".") in entry.space);
  const refusal = (overrides: readonly Override[]): ScenarioError | undefined => {
    try {
      varied(entry, overrides, schema);
      return undefined;
    } catch (error) {
      if (error instanceof ScenarioError) return error;
      throw error;
    }
  };
  const problems = written.flatMap((axis) =>
    axis.values.flatMap((value): Problem[] => {
      const own = { path: axis.path, value };
      const refused = refusal([own]);
      if (refused === undefined) return [];
      const beside = besideAny(axes.filter((each) => each !== axis)).slice(0, triesMost);
      const suits =
        beside.length === triesMost || beside.some((other) => refusal([...other, own]) === undefined);
      return suits
        ? []
        : refused.problems.map((problem) => inSpace(problem, axis.path.join("."), entry.file));
    }),
  );
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** `--set cluster.instance` as the place in `space` that gives it. */
function inSpace(problem: Problem, path: string, file: string): Problem {
  const place = (problem.path ?? "").replace(/^--set /, "");
  return { ...problem, file, path: `space.${path}${place.startsWith(path) ? place.slice(path.length) : ""}` };
}
