/** Operators and parameters of networks whose request is an item. */

import { operatorWeightBytes } from "../operators/operator.ts";
import type { OperatorGroup } from "../operators/operator-group.ts";
import { type Shard, wholeModel } from "../shard.ts";
import { denseNetworkGroups } from "./dense-network.ts";
import { diffusionTransformerOperators } from "./diffusion-transformer.ts";
import type { DenseNetwork, ItemNetwork } from "./item-shape.ts";
import { jointTransformerOperators } from "./joint-transformer.ts";
import { residualNetworkOperators } from "./residual-network.ts";
import { unetOperators } from "./unet.ts";

function passGroups(
  network: ItemNetwork,
  items: number,
  imageSize: number,
  shard: Shard,
): Pick<OperatorGroup, "operators" | "exchanges">[] {
  if (network.kind === "dense-network") return denseNetworkGroups(network, items, shard);
  return [{ operators: passOperators(network, items, imageSize), exchanges: [] }];
}

function passOperators(network: Exclude<ItemNetwork, DenseNetwork>, items: number, imageSize: number) {
  switch (network.kind) {
    case "unet":
      return unetOperators(network, items, imageSize);
    case "diffusion-transformer":
      return diffusionTransformerOperators(network, items, imageSize);
    case "joint-transformer":
      return jointTransformerOperators(network, items, imageSize);
    case "residual-network":
      return residualNetworkOperators(network, items, imageSize);
  }
}

/**
 * All passes of `items` items at once on one rank, at the network's own image size unless another is given, in pixels. Of
 * these networks only the multilayer perceptron is split over tensor ranks.
 */
export function itemGroups(
  network: ItemNetwork,
  items: number,
  imageSize = network.imageSize,
  shard = wholeModel,
): OperatorGroup[] {
  return passGroups(network, items, imageSize, shard).map((group) => ({
    ...group,
    name: "passes",
    stage: "every",
    repeat: network.passes,
  }));
}

/** Weights of the network's operators on one rank; biases and norms, below 0.3 %, are left out. */
export function itemNetworkParameters(network: ItemNetwork, shard = wholeModel): number {
  const bytes = { weights: 1, activations: 0, kvCache: 0 };
  return passGroups(network, 1, network.imageSize, shard)
    .flatMap(({ operators }) => operators)
    .reduce((sum, op) => sum + (op.kind === "gather" ? 0 : operatorWeightBytes(op, bytes)), 0);
}
