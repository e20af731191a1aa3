/**
 * Degrees that the scenario leaves open (`auto`): those with the shortest step among the ones with which the job fits. A
 * degree climbs from its least as long as the step gets shorter: ranks that share more exchange more, so that times
 * fall, where they do, before they rise. Tensor groups are powers of two within an instance; stages divide the layers; experts
 * are spread in equal numbers.
 */
import { divisors } from "./job/degrees.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Degrees that can be open beside those of data-parallel ranks. */
export interface OpenDegrees {
  tensor: number;
  pipeline: number;
  expert: number;
}

/** What the degrees must suit. */
export interface DegreeLimits {
  ranks: number;
  ranksPerInstance: number;
  layers: number;
  /** Experts of a layer; 0 without. */
  experts: number;
}

type Written = Pick<TrainingOptions["parallelism"], "tensor" | "pipeline" | "expert">;

/** Degrees as a scenario says: where the tensor ranks are `auto`, so is what it does not mention. */
export function writtenDegrees({
  tensor,
  pipeline,
  expert,
}: Written): Record<keyof OpenDegrees, number | "auto"> {
  const unsaid = tensor === "auto" ? "auto" : 1;
  return { tensor, pipeline: pipeline ?? unsaid, expert: expert ?? unsaid };
}

/** Values to try of each degree, in ascending order; one where it is written. */
export function degreeChoices(
  parallelism: Written,
  { ranks, ranksPerInstance, layers, experts }: DegreeLimits,
): Record<keyof OpenDegrees, number[]> {
  const open = {
    tensor: divisors(ranksPerInstance).filter((each) => Math.log2(each) % 1 === 0),
    pipeline: divisors(layers),
    expert: divisors(Math.max(1, experts)),
  };
  const choices = (degree: keyof OpenDegrees, value: number | "auto") => {
    if (value !== "auto") return [value];
    return open[degree].filter((each) => each <= ranks);
  };
  const { tensor, pipeline, expert } = writtenDegrees(parallelism);
  return {
    tensor: choices("tensor", tensor),
    pipeline: choices("pipeline", pipeline),
    expert: choices("expert", expert),
  };
}

/** Something to choose, and how long it takes: asked only where there is more than one. */
export interface Timed<T> {
  choice: T;
  timeNs: () => number;
}

/** The best of what `values` give, up to the first that is worse than the one before it; undefined where none gives any. */
export function climb<T>(
  values: readonly number[],
  of: (value: number) => Timed<T> | undefined,
): Timed<T> | undefined {
  let best: Timed<T> | undefined;
  for (const value of values) {
    const next = of(value);
    if (next === undefined) continue;
    if (best !== undefined && next.timeNs() >= best.timeNs()) return best;
    best = next;
  }
  return best;
}
