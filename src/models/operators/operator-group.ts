/**
 * A run of operators that repeats, with what the ranks exchange in each repetition. Equal layers share one group, so that
 * whoever times it prices one layer and multiplies.
 */
import { type ElementBytes, type Operator, totalFlops, totalWeightBytes } from "./operator.ts";

/** A collective between the ranks that share a layer. */
export interface Exchange {
  kind: "all-reduce" | "all-gather" | "reduce-scatter" | "all-to-all";
  /** Ranks that take part: those of tensor, expert or context parallelism, or of one attention group. */
  group: "tensor" | "expert" | "attention" | "context";
  name: string;
  /** Elements of the whole buffer (the result of an all-gather, what each rank puts into a sum or sends to all). */
  elements: number;
  /** Copies of each token among the elements, one for each expert that it chose; absent where there are none. */
  copies?: number | undefined;
}

/** Operators that run `repeat` times in a row on one rank. */
export interface OperatorGroup {
  name: string;
  /** Where in a pipeline of stages it runs: on the first, on all in equal parts, or on the last. */
  stage: "first" | "every" | "last";
  repeat: number;
  operators: readonly Operator[];
  /** Collectives of one repetition; none where one rank holds all. */
  exchanges: readonly Exchange[];
}

/** Every operator of `groups`, repeated ones as often as they run. */
export function flatOperators(groups: readonly OperatorGroup[]): Operator[] {
  return groups.flatMap((group) => Array.from({ length: group.repeat }, () => group.operators).flat());
}

/** FLOPs of all repetitions of `groups`. */
export function groupFlops(groups: readonly OperatorGroup[]): number {
  return groups.reduce((sum, group) => sum + group.repeat * totalFlops(group.operators), 0);
}

/** Bytes of weights that all repetitions of `groups` read. */
export function groupWeightBytes(groups: readonly OperatorGroup[], bytes: ElementBytes): number {
  return groups.reduce((sum, group) => sum + group.repeat * totalWeightBytes(group.operators, bytes), 0);
}
