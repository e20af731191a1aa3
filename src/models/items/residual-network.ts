/**
 * Operators of a residual CNN of bottleneck blocks, from the block table of He et al. 2016 (arXiv:1512.03385, table 1):
 * a 7 x 7 convolution and pooling to a quarter of the side, four stages, global pooling, one dense layer. The 3 x 3
 * convolution of a stage's first block takes the stride, as in the variant v1.5 that frameworks ship.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Operator } from "../operators/operator.ts";
import type { ResidualNetwork } from "./item-shape.ts";

/** Output channels of a block over its inner ones. */
const expansion = 4;

/** A convolution, its batch norm and its ReLU; `side` is that of the output. */
function convolution(
  name: string,
  size: {
    images: number;
    side: number;
    inChannels: number;
    outChannels: number;
    kernel: number;
    stride: number;
  },
): Operator[] {
  const { side, ...rest } = size;
  return [
    { kind: "convolution", name, ...rest, outHeight: side, outWidth: side, groups: 1 },
    {
      kind: "vector",
      name: "batch norm and ReLU",
      elements: size.images * side ** 2 * size.outChannels,
      flopsPerElement: 3,
      transfersPerElement: 2,
    },
  ];
}

function bottleneck(
  images: number,
  block: { side: number; inChannels: number; width: number; stride: number },
): Operator[] {
  const { side, inChannels, width, stride } = block;
  const outChannels = expansion * width;
  const sideIn = side * stride;
  const at = { images, stride: 1 };
  return [
    ...convolution("1x1 reduce", { ...at, side: sideIn, inChannels, outChannels: width, kernel: 1 }),
    ...convolution("3x3", { images, side, inChannels: width, outChannels: width, kernel: 3, stride }),
    ...convolution("1x1 expand", { ...at, side, inChannels: width, outChannels, kernel: 1 }),
    ...(inChannels === outChannels
      ? []
      : convolution("1x1 shortcut", { images, side, inChannels, outChannels, kernel: 1, stride })),
    {
      kind: "vector",
      name: "residual",
      elements: images * side ** 2 * outChannels,
      flopsPerElement: 1,
      transfersPerElement: 3,
    },
  ];
}

/** `images` images of `imageSize` pixels a side, on one rank. */
export function residualNetworkOperators(
  network: ResidualNetwork,
  images: number,
  imageSize: number,
): Operator[] {
  const { stem, blocks, widths, classes } = network;
  const stemSide = imageSize / 2;
  const operators = convolution("7x7 stem", {
    images,
    side: stemSide,
    inChannels: 3,
    outChannels: stem,
    kernel: 7,
    stride: 2,
  });
  let side = stemSide / 2;
  let inChannels = stem;
  for (const [stage, count] of blocks.entries()) {
    const width = elementAt(widths, stage);
    for (let block = 0; block < count; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      side /= stride;
      operators.push(...bottleneck(images, { side, inChannels, width, stride }));
      inChannels = expansion * width;
    }
  }
  operators.push({
    kind: "matmul",
    name: "classifier",
    m: images,
    k: inChannels,
    n: classes,
    count: 1,
    weights: true,
  });
  return operators;
}
