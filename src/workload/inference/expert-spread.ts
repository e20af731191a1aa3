/**
 * How experts can be spread over the ranks of a replica, whether as a serving scenario says, and how uneven their load can be. Experts are dealt out whole over
 * ranks that share a layer. A token goes to `active` different experts, so that a rank with `held` of them gets at most
 * min(active, held) copies of it, where the mean is active / ranks: 8 of 256 experts on 64 ranks of 4 each are at most 4
 * copies where 0.125 is the mean, 32 times as many.
 */
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { expertCount, routedCopiesMost } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import type { InferenceOptions } from "./inference-options.ts";
import type { OpenReplicaChoice } from "./replica/placed-replicas.ts";

/** Ranks that whole experts are spread over, as a scenario says: `auto` is the default where the tensor ranks are `auto`. */
export function writtenExpert({
  tensor,
  expert,
}: Pick<InferenceOptions["parallelism"], "tensor" | "expert">): number | "auto" {
  return expert ?? (tensor === "auto" ? "auto" : 1);
}

/** How a replica's experts are spread: as is written, or in any of the ways in which they can be so unevenly loaded. */
export function openSpread(
  model: Model,
  parallelism: Pick<InferenceOptions["parallelism"], "tensor" | "expert">,
  imbalance: number,
): Pick<OpenReplicaChoice, "expert" | "expertSpreads"> {
  const expert = writtenExpert(parallelism);
  if (expert !== "auto") return { expert };
  return {
    expert: 1,
    expertSpreads: (tensor) =>
      expertSpreads(model, tensor).filter((ranks) => ranks === 1 || imbalance <= imbalanceMost(model, ranks)),
  };
}

/** Ways to spread the experts of `model` over `tensor` ranks: a slice of each on every rank, or whole ones where they divide. */
export function expertSpreads(model: Model, tensor: number): number[] {
  const whole = commonDivisor(expertCount(model.stack), tensor);
  return expertCount(model.stack) > 0 && whole > 1 ? [1, whole] : [1];
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}

type Spread = Pick<InferenceOptions, "parallelism" | "experts">;

/** Throws a `ScenarioError` where experts cannot be spread, or be loaded, as `options` say. */
export function checkExperts(model: Model, options: Spread): void {
  const problems = [...spreadProblems(model, options), ...loadProblems(model, options)];
  if (problems.length > 0) throw new ScenarioError(problems);
}

function spreadProblems(model: Model, { parallelism }: Spread): Problem[] {
  const { tensor } = parallelism;
  const expert = writtenExpert(parallelism);
  if (expert === 1 || expert === "auto") return [];
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

function loadProblems(model: Model, { parallelism, experts: { imbalance } }: Spread): Problem[] {
  const count = expertCount(model.stack);
  const expert = writtenExpert(parallelism);
  if (expert === 1 || expert === "auto" || count === 0 || count % expert !== 0) return [];
  const active = routedCopiesMost(model.stack);
  const most = imbalanceMost(model, expert);
  if (imbalance <= most) return [];
  return [
    {
      path: "workload.experts.imbalance",
      found: `${imbalance}`,
      expected: `at most ${most}: a token goes to ${active} different experts, and a rank holds ${count / expert} of ${count}`,
    },
  ];
}

/** Tokens of the busiest of `expert` ranks over the mean, at most: a token goes to different experts. */
export function imbalanceMost(model: Model, expert: number): number {
  const active = routedCopiesMost(model.stack);
  return (Math.min(active, expertCount(model.stack) / expert) * expert) / active;
}

/** Why the load of experts changes nothing, spread over `expert` ranks; undefined where it does. */
export function expertsWithoutEffect(model: Model, expert: number): string | undefined {
  if (expertCount(model.stack) === 0) return `${model.name} has no experts`;
  return expert === 1 ? "every rank has a part of every expert" : undefined;
}
