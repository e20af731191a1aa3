/**
 * Degrees that the scenario leaves open (`auto`): those with the shortest step among the ones with which the job fits. All are
 * looked at, since what divides the global batch is left of the ranks makes times rise and fall; most are told by the least
 * that they can take. Tensor groups are powers of two within an instance; stages divide the layers, or are powers of two whose
 * layers differ by one; experts are spread in equal numbers.
 */
import { divisors } from "../../base/divisors.ts";
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
  const stages = Array.from({ length: layers }, (_, index) => index + 1);
  const open = {
    tensor: divisors(ranksPerInstance).filter(isPowerOfTwo),
    pipeline: stages.filter((each) => layers % each === 0 || isPowerOfTwo(each)),
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

const isPowerOfTwo = (count: number) => Math.log2(count) % 1 === 0;

/** Something to choose: the least time that it can take, and how long it takes. */
export interface Timed<T> {
  choice: T;
  floorNs: () => number;
  timeNs: () => number;
}

/**
 * The shortest of `all`, the first of equals; undefined of none. They are timed from the lowest floor up, until no floor is below
 * the shortest time; one alone is not timed.
 */
export function shortest<T>(all: readonly Timed<T>[]): T | undefined {
  if (all.length < 2) return all[0]?.choice;
  const byFloor = all.map((timed, index) => ({ timed, index, floorNs: timed.floorNs() }));
  byFloor.sort((a, b) => a.floorNs - b.floorNs || a.index - b.index);
  let best = { index: 0, timeNs: Number.POSITIVE_INFINITY };
  for (const { timed, index, floorNs } of byFloor) {
    if (floorNs > best.timeNs) break;
    const timeNs = timed.timeNs();
    if (timeNs < best.timeNs || (timeNs === best.timeNs && index < best.index)) best = { index, timeNs };
  }
  return all[best.index]?.choice;
}
