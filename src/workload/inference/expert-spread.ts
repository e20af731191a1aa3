/**
 * Whether experts can be spread as a serving scenario says, and how uneven their load can be. Experts are dealt out whole over
 * ranks that share a layer. A token goes to `active` different experts, so that a rank with `held` of them gets at most
 * min(active, held) copies of it, where the mean is active / ranks: 8 of 256 experts on 64 ranks of 4 each are at most 4
 * copies where 0.125 is the mean, 32 times as many.
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { expertCount, routedCopiesMost } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import type { InferenceOptions } from "./inference-options.ts";

type Spread = Pick<InferenceOptions, "parallelism" | "experts">;

/** Throws a `ScenarioError` where experts cannot be spread, or be loaded, as `options` say. */
export function checkExperts(model: Model, options: Spread): void {
  const problems = [...spreadProblems(model, options), ...loadProblems(model, options)];
  if (problems.length > 0) throw new ScenarioError(problems);
}

function spreadProblems(model: Model, { parallelism: { tensor, expert } }: Spread): Problem[] {
  if (expert === 1) return [];
  const count = expertCount(model.stack);
  const divides = (whole: number) => whole % expert === 0;
  if (count > 0 && divides(count) && (tensor === "auto" || divides(tensor))) return [];
  const ranks = tensor === "auto" ? count : tensor;
  const fit = Array.from({ length: Math.min(count, ranks) }, (_, index) => index + 1).filter(
    (each) => count % each === 0 && ranks % each === 0,
  );
  const expected =
    count === 0
      ? `1: ${model.name} has no experts`
      : `a divisor of the ${count} experts and of the ${ranks} tensor ranks: ${fit.join(", ")}`;
  return [{ path: "workload.parallelism.expert", found: `${expert}`, expected }];
}

function loadProblems(model: Model, { parallelism: { expert }, experts: { imbalance } }: Spread): Problem[] {
  const count = expertCount(model.stack);
  if (expert === 1 || count === 0 || count % expert !== 0) return [];
  const active = routedCopiesMost(model.stack);
  const most = (Math.min(active, count / expert) * expert) / active;
  if (imbalance <= most) return [];
  return [
    {
      path: "workload.experts.imbalance",
      found: `${imbalance}`,
      expected: `at most ${most}: a token goes to ${active} different experts, and a rank holds ${count / expert} of ${count}`,
    },
  ];
}

/** Why the load of experts changes nothing; undefined where it does. */
export function expertsWithoutEffect(model: Model, { parallelism: { expert } }: Spread): string | undefined {
  if (expertCount(model.stack) === 0) return `${model.name} has no experts`;
  return expert === 1 ? "every rank has a part of every expert" : undefined;
}
