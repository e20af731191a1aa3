/**
 * The space a plan is searched in: `space` of a scenario maps dotted paths to lists or ranges of values, as a sweep's axes
 * do. What the user leaves out is filled in: how many instances, and, for serving, how the model is split and batched.
 *
 *     space:
 *       cluster.instance: [inf2.48xlarge, trn2.48xlarge]
 *       cluster.count: 1..32
 *       workload.batching.maxBatch: 4..64 by x2
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { parsePath } from "../../scenario/override.ts";
import { type Axis, parseAxis } from "../sweep/axis.ts";
import type { PlannedKind } from "./planned-kind.ts";

/** Axes of the search; the count of instances apart, because a search may bisect it. */
export interface PlanSpace {
  axes: readonly Axis[];
  /** Numbers of instances, rising. */
  counts: readonly number[];
}

const countPath = "cluster.count";
/** Numbers of instances: all where a search halves them, few enough to try each elsewhere. */
const usualCounts = { halved: "1..64", each: "1..64 by x2" };

/** Beside the degrees of a mixture of experts, where its scenario does not say how they are spread. */
const openExperts = { "workload.parallelism.expert": ["auto"] };

/**
 * Reads `written`, the scenario's `space`, for a workload of this kind; `triesEach`: every number of instances will be tried;
 * `leavesExpertsOpen`: it is a mixture of experts, and nothing says how they are spread. Throws a `ScenarioError` with all problems.
 */
export function readSpace(
  written: Readonly<Record<string, unknown>>,
  { plans }: PlannedKind,
  { triesEach = false, leavesExpertsOpen = false } = {},
): PlanSpace {
  const problems: Problem[] = [];
  const read = ([path, values]: [string, unknown]): Axis[] => {
    if (Array.isArray(values) && values.length > 0) return [{ path: parsePath(path), values }];
    try {
      if (typeof values === "string") return [parseAxis(`${path}=${values}`)];
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
    }
    const expected = "a list of values, or a range such as 1..64 by x2";
    problems.push({ path: `space.${path}`, found: JSON.stringify(values), expected });
    return [];
  };
  const { [countPath]: countRange = triesEach ? usualCounts.each : usualCounts.halved, ...rest } = written;
  const [countAxis] = read([countPath, countRange]);
  const counts = (countAxis?.values ?? []).filter(
    (value): value is number => Number.isInteger(value) && Number(value) > 0,
  );
  if (countAxis && counts.length < countAxis.values.length) {
    problems.push({
      path: `space.${countPath}`,
      found: JSON.stringify(countRange),
      expected: "whole counts",
    });
  }
  const axes = Object.entries({
    ...plans.space,
    ...(leavesExpertsOpen ? openExperts : {}),
    ...rest,
  }).flatMap(read);
  if (problems.length > 0) throw new ScenarioError(problems);
  return { axes, counts: [...counts].sort((a, b) => a - b) };
}
