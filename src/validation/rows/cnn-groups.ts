/**
 * Operators of the image networks that measurements name and the catalog has no shape for: VGG (Simonyan and Zisserman
 * 2014, table 1), ResNet-18 and 34 of basic blocks (He et al. 2016, table 1), and two detectors of which only sums are
 * published: YOLO v4 (59.6 GFLOPs at 416 x 416, 64 M weights) and OpenPose (about 160 GFLOPs at 368 x 656, 52 M weights).
 * A network of sums becomes equal convolutions of that many operations and weights in all.
 */
import { elementAt } from "../../base/element-at.ts";
import type { Convolution, Operator } from "../../models/operators/operator.ts";
import type { OperatorGroup } from "../../models/operators/operator-group.ts";

/** A network and the side of the image it takes when a row does not say. */
interface ImageNetwork {
  side: number;
  operators(images: number, side: number): Operator[];
}

interface ConvolutionSize {
  images: number;
  side: number;
  inChannels: number;
  outChannels: number;
  kernel?: number;
  stride?: number;
}

function convolution({ images, side, inChannels, outChannels, kernel = 3, stride = 1 }: ConvolutionSize) {
  const shape: Convolution = {
    kind: "convolution",
    name: `${kernel}x${kernel}`,
    images,
    inChannels,
    outChannels,
    kernel,
    outHeight: side,
    outWidth: side,
    stride,
    groups: 1,
  };
  const elements = images * side ** 2 * outChannels;
  return [
    shape,
    { kind: "vector", name: "ReLU", elements, flopsPerElement: 3, transfersPerElement: 2 },
  ] as const;
}

function dense(images: number, inputs: number, outputs: number): Operator {
  return { kind: "matmul", name: "dense", m: images, k: inputs, n: outputs, count: 1, weights: true };
}

/** VGG: stages of 3 x 3 convolutions, each stage at half the side of the one before, then three dense layers. */
function vgg(depths: readonly number[]): ImageNetwork {
  const channels = [64, 128, 256, 512, 512];
  return {
    side: 224,
    operators(images, side) {
      const stages = depths.flatMap((depth, stage) =>
        Array.from({ length: depth }, (_, index) => {
          const outChannels = elementAt(channels, stage);
          const inChannels = index > 0 ? outChannels : stage > 0 ? elementAt(channels, stage - 1) : 3;
          return convolution({ images, side: side / 2 ** stage, inChannels, outChannels });
        }).flat(),
      );
      const features = 512 * Math.floor(side / 32) ** 2;
      return [...stages, dense(images, features, 4096), dense(images, 4096, 4096), dense(images, 4096, 1000)];
    },
  };
}

/** ResNet of basic blocks: two 3 x 3 convolutions around a shortcut. */
function basicResNet(depths: readonly number[]): ImageNetwork {
  const channels = [64, 128, 256, 512];
  return {
    side: 224,
    operators(images, side) {
      const stem = convolution({
        images,
        side: side / 2,
        inChannels: 3,
        outChannels: 64,
        kernel: 7,
        stride: 2,
      });
      const stages = depths.flatMap((depth, stage) => {
        const outChannels = elementAt(channels, stage);
        const at = { images, side: side / 4 / 2 ** stage, outChannels };
        return Array.from({ length: depth }, (_, block) => {
          const isFirst = block === 0 && stage > 0;
          const inChannels = isFirst ? elementAt(channels, stage - 1) : outChannels;
          const stride = isFirst ? 2 : 1;
          return [
            ...convolution({ ...at, inChannels, stride }),
            ...convolution({ ...at, inChannels: outChannels }),
            ...(isFirst ? convolution({ ...at, inChannels, kernel: 1, stride }) : []),
          ];
        }).flat();
      });
      return [...stem, ...stages, dense(images, 512, 1000)];
    },
  };
}

/** A network of which only FLOPs and weights are known, at `side` pixels: `layers` equal 3 x 3 convolutions. */
function summed(known: { side: number; flops: number; weights: number; layers: number }): ImageNetwork {
  const channels = Math.sqrt(known.weights / known.layers / 9);
  const outSide = Math.sqrt(known.flops / (2 * known.weights));
  return {
    side: known.side,
    operators: (images, side) =>
      Array.from({ length: known.layers }, () =>
        convolution({
          images,
          side: (outSide * side) / known.side,
          inChannels: channels,
          outChannels: channels,
        }),
      ).flat(),
  };
}

const networks: readonly [pattern: RegExp, network: ImageNetwork][] = [
  [/vgg-?11/i, vgg([1, 1, 2, 2, 2])],
  [/vgg-?13/i, vgg([2, 2, 2, 2, 2])],
  [/vgg-?16/i, vgg([2, 2, 3, 3, 3])],
  [/vgg-?19/i, vgg([2, 2, 4, 4, 4])],
  [/resnet-?18/i, basicResNet([2, 2, 2, 2])],
  [/resnet-?34/i, basicResNet([3, 4, 6, 3])],
  [/yolo/i, summed({ side: 416, flops: 59.6e9, weights: 64e6, layers: 110 })],
  // 368 x 656 pixels are as many as a square of 491.
  [/openpose/i, summed({ side: 491, flops: 160e9, weights: 52e6, layers: 52 })],
];

/** Operators of the network called `name` and the side it runs at; undefined when it is none of these. */
export function cnnGroups(
  name: string,
  images: number,
  side?: number,
): { groups: OperatorGroup[]; side: number } | undefined {
  const network = networks.find(([pattern]) => pattern.test(name))?.[1];
  if (network === undefined) return undefined;
  const at = side ?? network.side;
  const operators = network.operators(images, at);
  return { groups: [{ name: "network", stage: "every", repeat: 1, operators, exchanges: [] }], side: at };
}
