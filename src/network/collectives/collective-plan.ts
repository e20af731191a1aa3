/**
 * A collective as data: who sends which part of the buffer to whom, in which order. Algorithms make plans and know nothing
 * of time; players turn plans into times.
 *
 *     plan = tracks, each with its share of the buffer, side by side
 *     track = phases, one after the other (a phase keeps to one dimension); all tracks of a plan have equally many
 *     phase = steps, one after the other: a rank starts a step when it has sent and received all of its step before
 *     step = transfers, side by side, `repeat` times in a row
 *
 * With chunks the buffer is cut, and chunk c enters a phase when chunk c - 1 has left it.
 */
import { definePlugin } from "../../base/plugin.ts";
import type { Dimension } from "../topology.ts";

/** Collectives and single exchanges; sizes follow nccl-tests. */
export const collectiveOperations = [
  "all-reduce",
  "all-gather",
  "reduce-scatter",
  "all-to-all",
  "broadcast",
  "permute",
  "point-to-point",
] as const;

/**
 * - `all-reduce`: every rank ends with the sum; bytes = the buffer.
 * - `all-gather`: every rank ends with all shards; bytes = the gathered result.
 * - `reduce-scatter`: every rank ends with its shard of the sum; bytes = a rank's input.
 * - `all-to-all`: every rank sends a different part to every rank; bytes = a rank's input.
 * - `broadcast`: the first rank's buffer reaches all; bytes = the buffer.
 * - `permute`: every rank sends its buffer to the next; bytes = the buffer.
 * - `point-to-point`: the first rank sends its buffer to the second; bytes = the buffer.
 */
export type CollectiveOperation = (typeof collectiveOperations)[number];

/** `fraction` of the buffer from one member of the group to another, by their indices in the group. */
export interface Transfer {
  source: number;
  target: number;
  fraction: number;
  /** Set where it passes the switch that joins the group and sums what comes in. */
  isReduced?: boolean;
}

/** Transfers side by side, `repeat` times in a row. */
export interface Step {
  transfers: readonly Transfer[];
  repeat: number;
}

/** Steps in sequence along one dimension. */
export type Phase = readonly Step[];

/** Phases in sequence on one share of the buffer. */
export interface Track {
  phases: readonly Phase[];
}

/** What an algorithm makes for one operation on one group. */
export interface CollectivePlan {
  tracks: readonly Track[];
}

/** The members of a group as an algorithm sees them: a grid, first dimension fastest. */
export interface GroupShape {
  /** Sizes multiply to the number of members. */
  dimensions: readonly Dimension[];
  /** Whether a switch joins all members and can sum what they send it. */
  isReduced?: boolean;
}

/** `parts` of the buffer, by their numbers, from one member of the group to another. */
export interface PartTransfer {
  source: number;
  target: number;
  parts: readonly number[];
}

/**
 * A collective told part by part. The buffer is cut into so many equal parts, which every rank numbers alike; in `all-to-all`
 * and `permute`, where every rank's buffer is another, part p of rank r has the number r x parts + p. A rank that is sent a
 * part which it holds itself adds the two (`all-reduce`, `reduce-scatter`). Rank r's shard are the parts from r x parts / n on.
 */
export interface CollectiveSteps {
  parts: number;
  /** One after the other; what is sent in a step was held before it. */
  steps: readonly (readonly PartTransfer[])[];
}

/** What a collective plug-in does. */
export interface CollectiveBehaviour {
  /** Set where runtimes do so only when they are told: left out unless this algorithm, or `best`, is asked for by name. */
  readonly onRequest?: boolean | undefined;
  /** Set where the messages grow with the square of the members. */
  readonly everyPair?: boolean | undefined;
  /**
   * Messages of which each waits for the one before, at least, where that is known without a plan: whatever the bytes, no plan takes
   * less than so many latencies. Algorithms that cannot be the fastest are then not planned for large groups.
   */
  leastHops?(operation: CollectiveOperation, group: GroupShape): number;
  /** Who sends what to whom, or undefined where the algorithm does not do the operation or does not suit the group. */
  plan(operation: CollectiveOperation, group: GroupShape): CollectivePlan | CollectiveSteps | undefined;
}

/** Types a collective plug-in. */
export const defineCollective = definePlugin<CollectiveBehaviour>();

/** A collective plug-in with its options chosen, as networks use it. */
export interface CollectiveAlgorithm {
  /** Name on the command line, its options behind it: `ring`, `tree-of:fanout=4`. */
  readonly name: string;
  readonly onRequest?: boolean;
  readonly everyPair?: boolean;
  /**
   * Messages of which each waits for the one before, at least, where that is known without a plan: whatever the bytes, no plan takes
   * less than so many latencies. Algorithms that cannot be the fastest are then not planned for large groups.
   */
  leastHops?(operation: CollectiveOperation, group: GroupShape): number;
  plan(operation: CollectiveOperation, group: GroupShape): CollectivePlan | undefined;
}

/** Members of a group. */
export function groupSize(group: GroupShape): number {
  return group.dimensions.reduce((product, { size }) => product * size, 1);
}

/** A plan of one track. */
export function onePlan(...phases: Phase[]): CollectivePlan {
  return { tracks: [{ phases }] };
}
