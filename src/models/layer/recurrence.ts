/**
 * What layers share that mix tokens by a state of fixed size instead of a cache that grows: linear attention and
 * state-space layers. They differ in their matrices, in how large the state is and in what a token does to it:
 *
 *     x -> projections -> [short convolution] -> [inner projections] -> recurrence -> gate -> output projection
 *
 *     state of a sequence = state elements in 32 bits, and the last inputs of the short convolution in 16
 *
 * A file in `attention/` gives a layer of one shape on one rank in these terms; weights, operators, what is kept and what the
 * backward pass needs follow here, so that none of them can be forgotten or disagree with another.
 */
import type { z } from "zod";
import { attentionWork, newTokens } from "../operators/layer-work.ts";
import { type Operator, weightMatmul } from "../operators/operator.ts";
import type { Shard } from "../shard.ts";
import { type AttentionKind, type DividedHeads, defineAttention } from "./attention-kind.ts";
import type { Weight } from "./weight.ts";

const stateElementBytes = 4;
const convolutionElementBytes = 2;

/** A layer of one shape on one rank. */
export interface Recurrence {
  /** Matrices that read the layer's input. */
  projections: readonly Weight[];
  /** Matrices that read what they gave, before the state is touched; none when absent. */
  innerProjections?: readonly Weight[];
  output: Weight;
  /** Weights that no matmul reads. */
  vectors: readonly Weight[];
  /** Elements a token of the short convolution, and its taps; none when absent. */
  convolution?: { elements: number; taps: number };
  /** What is done to the state: its name, FLOPs a token and element, elements read and written a token. */
  scan: { name: string; flopsPerElement: number; inputs: number; outputs: number };
  stateElements: number;
  /** Element-wise work on the output. */
  gate: { name: string; flopsPerElement: number };
  /** Elements a token that the backward pass needs, the layer's input aside. */
  saved: number;
}

interface Definition<Schema extends z.ZodType<{ kind: string }>> {
  kind: z.output<Schema>["kind"];
  help: string;
  label: string;
  adjective: string;
  schema: Schema;
  divided(shape: z.output<Schema>): DividedHeads;
  /** The layer on one rank of `shard`; `hidden` is the width of the model. */
  onRank(shape: z.output<Schema>, hidden: number, shard: Shard): Recurrence;
}

/** A kind of attention that keeps a state. */
export function defineRecurrence<Schema extends z.ZodType<{ kind: string }>>({
  onRank,
  adjective,
  ...rest
}: Definition<Schema>): AttentionKind<z.output<Schema>> {
  return defineAttention<Schema>({
    ...rest,
    ownSequence: true,
    hasScores: false,
    adjective: () => adjective,
    weights: (shape, hidden, shard) => {
      const { projections, innerProjections = [], output, vectors } = onRank(shape, hidden, shard);
      return [...projections, ...innerProjections, output, ...vectors];
    },
    operators: (shape, hidden, layerWork, shard) => {
      const work = attentionWork(layerWork, shard);
      return operatorsOf(onRank(shape, hidden, shard), work.sequences, work.queryTokens, newTokens(work));
    },
    kept: (shape, shard) => {
      // What is kept does not follow from the width of the model.
      const { stateElements, convolution } = onRank(shape, 1, shard);
      const inputs = convolution ? convolution.elements * (convolution.taps - 1) : 0;
      return {
        perToken: 0,
        perSourceToken: 0,
        stateBytes: stateElementBytes * stateElements + convolutionElementBytes * inputs,
      };
    },
    savedElements: (shape, hidden, shard) => hidden + onRank(shape, hidden, shard).saved,
  });
}

function operatorsOf(
  { projections, innerProjections = [], output, convolution, scan, stateElements, gate }: Recurrence,
  sequences: number,
  queryTokens: number,
  tokens: number,
): Operator[] {
  const matmul = ({ name, family, rows, columns }: Weight) =>
    weightMatmul(name, family, tokens, rows, columns);
  return [
    ...projections.map(matmul),
    ...(convolution === undefined
      ? []
      : [
          {
            kind: "vector",
            name: "short convolution",
            elements: tokens * convolution.elements,
            flopsPerElement: 2 * convolution.taps + 4,
            transfersPerElement: 2,
          } as const,
        ]),
    ...innerProjections.map(matmul),
    {
      kind: "recurrence",
      name: scan.name,
      sequences,
      queryTokens,
      flopsPerToken: scan.flopsPerElement * stateElements,
      stateBytes: stateElements * stateElementBytes,
      inputElements: scan.inputs,
      outputElements: scan.outputs,
    },
    {
      kind: "vector",
      name: gate.name,
      elements: tokens * scan.outputs,
      flopsPerElement: gate.flopsPerElement,
      transfersPerElement: 3,
    },
    matmul(output),
  ];
}

/** Norm of the output by head, and its gate. */
export const normAndGate = { name: "output norm and gate", flopsPerElement: 9 } as const;
