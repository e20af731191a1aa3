/** What readers of image towers share: how one is read, the layers of a projector, and layers of one shape. */
import type { ConfigFields } from "../config-fields.ts";
import type { DenseLayer, ImageTower, PatchEmbedding } from "../model.ts";

/** A tower, and parameters beside its layers and projector. */
export interface Tower {
  image: ImageTower;
  beside: number;
}

/** Reads the tower of `vision_config` beside a language model `width` wide; `config` is the file around it. */
export type ReadTower = (vision: ConfigFields, config: ConfigFields, width: number) => Tower;

/** A layer of a projector. */
export const denseLayer = (inputs: number, outputs: number, bias: boolean): DenseLayer => ({
  name: "image projector",
  inputs,
  outputs,
  bias,
});

/** Side of the image that towers without learned positions are described at, pixels. */
const anySize = 1024;

/** Patches of a tower for images of any size: positions are turned, not learned; `merge` x `merge` neighbours make a token. */
export function patchesOfAnySize(
  patches: Pick<PatchEmbedding, "patch" | "channels"> & Partial<PatchEmbedding>,
  merge: number,
): PatchEmbedding {
  const side = Math.floor(anySize / (patches.patch * merge)) * merge;
  return {
    imageSize: side * patches.patch,
    tokens: side ** 2,
    bias: false,
    extraPositions: -(side ** 2),
    ...patches,
  };
}
