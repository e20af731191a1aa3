/**
 * Which algorithm a collective uses when none is named. The Neuron runtime chooses by size (documentation of intra-node
 * collectives on trn2): mesh below 1 MB, recursive halving and doubling up to 56 MB, KangaRing above, ring as a fallback;
 * between nodes, groups with several ranks in each go hierarchically. A log of the same runtime shows KangaRing at 32 MB
 * already, so the thresholds move with version and group: they are a table to change.
 */
import type { CollectiveAlgorithm, CollectiveOperation, GroupShape } from "./collectives/collective-plan.ts";

/** Algorithms to prefer for messages up to a size; the first that suits the group is taken. */
export interface SelectionRule {
  /** Largest buffer, bytes; Infinity for the last rule. */
  bytesMax: number;
  /** Operations it holds for; those that tables speak of when absent. */
  operations?: readonly CollectiveOperation[];
  algorithms: readonly string[];
}

/** How to choose: by one table inside an instance and one across, or the fastest for each request. */
export type Selection = { inside: readonly SelectionRule[]; across: readonly SelectionRule[] } | "best";

/** A selection, and all algorithms that it chooses from. */
export interface CollectiveChoice {
  selection: Selection;
  algorithms: readonly CollectiveAlgorithm[];
}

/** The documented table for all-reduce, all-gather and reduce-scatter inside an instance; fallbacks where one does not suit. */
const neuronInside: readonly SelectionRule[] = [
  { bytesMax: 1e6, algorithms: ["mesh", "halving-doubling", "hierarchical"] },
  { bytesMax: 56e6, algorithms: ["halving-doubling", "hierarchical"] },
  {
    bytesMax: Number.POSITIVE_INFINITY,
    algorithms: ["multi-ring", "hierarchical", "hamiltonian-ring", "ring"],
  },
];

/** Groups with several ranks in each of several instances. */
const neuronAcross: readonly SelectionRule[] = [
  { bytesMax: Number.POSITIVE_INFINITY, algorithms: ["hierarchical"] },
];

/** What the Neuron runtime does on Trn2 and later. */
export const neuronSelection: Selection = { inside: neuronInside, across: neuronAcross };

/** On Trn1 large messages between instances go round a flat ring; from which size on is assumed. */
export const neuronV2Selection: Selection = {
  inside: neuronInside,
  across: [
    { bytesMax: 16e6, algorithms: ["hierarchical"] },
    { bytesMax: Number.POSITIVE_INFINITY, algorithms: ["flat-ring", "hierarchical"] },
  ],
};

/**
 * What NCCL does among GPUs of several instances: all-gathers and reduce-scatters go round flat rings of all ranks, one a
 * network card, all-reduces stage by stage (its trees, and NVLink SHARP inside), all-to-alls instance by
 * instance. Inside an instance the fastest is taken.
 */
export const ncclSelection: Selection = {
  inside: [],
  across: [
    {
      bytesMax: Number.POSITIVE_INFINITY,
      operations: ["all-gather", "reduce-scatter"],
      algorithms: ["flat-ring", "ring"],
    },
    // Rounds of short messages do not wait for each other; from which size on they do is assumed.
    { bytesMax: 16e6, operations: ["all-to-all"], algorithms: ["direct"] },
    { bytesMax: Number.POSITIVE_INFINITY, operations: ["all-to-all"], algorithms: ["instance-rounds"] },
    { bytesMax: Number.POSITIVE_INFINITY, operations: ["all-reduce"], algorithms: ["hierarchical"] },
  ],
};

const tabled: readonly CollectiveOperation[] = ["all-reduce", "all-gather", "reduce-scatter"];

/** Names that `rules` prefer for a request; none where the table does not speak of it. */
export function preferredAlgorithms(
  rules: readonly SelectionRule[],
  request: { operation: CollectiveOperation; bytes: number },
): readonly string[] {
  const { operation, bytes } = request;
  const rule = rules.find(
    ({ bytesMax, operations = tabled }) => bytes <= bytesMax && operations.includes(operation),
  );
  return rule?.algorithms ?? [];
}

/** Above this many members, algorithms whose every member messages every other are not tried. */
const everyPairMax = 256;

/** Above this many, they are not even where they are asked for by name: of 1,024 members there are a million messages. */
export const everyPairAskedMax = 1024;

/**
 * Algorithms worth trying for `group`: all that are not hopelessly many messages; those that a runtime takes on request only
 * where `isRequested`.
 */
export function candidates(
  algorithms: readonly CollectiveAlgorithm[],
  group: GroupShape,
  isRequested: boolean,
): readonly CollectiveAlgorithm[] {
  const members = group.dimensions.reduce((product, { size }) => product * size, 1);
  return algorithms.filter(
    ({ everyPair, onRequest }) => (!everyPair || members <= everyPairMax) && (!onRequest || isRequested),
  );
}
