/**
 * Operators of a multilayer perceptron: dense layers with a bias and an activation between two. Over tensor ranks, layers
 * are split by their columns and their rows in turn (Shoeybi et al. 2019, "Megatron-LM"): a pair of layers ends in one
 * all-reduce of its output; a last layer without a partner gathers its columns.
 */

import type { Operator } from "../operators/operator.ts";
import type { OperatorGroup } from "../operators/operator-group.ts";
import type { Shard } from "../shard.ts";
import type { DenseNetwork } from "./item-shape.ts";

/** One pass over `items` inputs on one rank of `shard`. */
export function denseNetworkGroups({ widths }: DenseNetwork, items: number, shard: Shard): OperatorGroup[] {
  const { tensor } = shard;
  const groups: OperatorGroup[] = [];
  for (let layer = 0; layer + 1 < widths.length; layer++) {
    const inputs = widths[layer] as number;
    const outputs = widths[layer + 1] as number;
    const byColumns = layer % 2 === 0;
    const isLast = layer + 2 === widths.length;
    const width = byColumns ? Math.ceil(outputs / tensor) : outputs;
    const operators: Operator[] = [
      {
        kind: "matmul",
        name: "dense layer",
        m: items,
        k: byColumns ? inputs : Math.ceil(inputs / tensor),
        n: width,
        count: 1,
        weights: true,
      },
      {
        kind: "vector",
        name: isLast ? "bias" : "bias and activation",
        elements: items * width,
        flopsPerElement: isLast ? 1 : 2,
        transfersPerElement: 2,
      },
    ];
    const sums = tensor > 1 && (!byColumns || isLast);
    groups.push({
      name: `dense layer ${layer}`,
      stage: "every",
      repeat: 1,
      operators,
      exchanges: sums
        ? [
            {
              kind: byColumns ? "all-gather" : "all-reduce",
              group: "tensor",
              name: "dense layer output",
              elements: items * outputs,
            },
          ]
        : [],
    });
  }
  return groups;
}
