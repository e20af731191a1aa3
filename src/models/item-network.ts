/** Operators and parameters of networks whose request is an item. */
import { diffusionTransformerOperators } from "./diffusion-transformer.ts";
import type { ItemNetwork } from "./item-shape.ts";
import { operatorWeightBytes } from "./operator.ts";
import type { OperatorGroup } from "./operator-group.ts";
import { residualNetworkOperators } from "./residual-network.ts";
import { unetOperators } from "./unet.ts";

function passOperators(network: ItemNetwork, items: number, imageSize: number) {
  switch (network.kind) {
    case "unet":
      return unetOperators(network, items, imageSize);
    case "diffusion-transformer":
      return diffusionTransformerOperators(network, items, imageSize);
    case "residual-network":
      return residualNetworkOperators(network, items, imageSize);
  }
}

/** All passes of `items` items at once on one rank, at the network's own image size unless another is given, in pixels. */
export function itemGroups(
  network: ItemNetwork,
  items: number,
  imageSize = network.imageSize,
): OperatorGroup[] {
  const operators = passOperators(network, items, imageSize);
  return [{ name: "passes", stage: "every", repeat: network.passes, operators, exchanges: [] }];
}

/** Weights of the network's operators; biases and norms, below 0.3 %, are left out. */
export function itemNetworkParameters(network: ItemNetwork): number {
  const bytes = { weights: 1, activations: 0, kvCache: 0 };
  return passOperators(network, 1, network.imageSize).reduce(
    (sum, op) => sum + (op.kind === "gather" ? 0 : operatorWeightBytes(op, bytes)),
    0,
  );
}
