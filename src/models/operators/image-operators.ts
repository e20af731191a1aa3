/**
 * The image tower: patches, layers, projector. The tiles of one image attend to each other, as in Llama 3.2 Vision (one
 * sequence of all tiles); towers with one tile see the image as it is.
 */

import type { ImageTower, Model } from "../model.ts";
import type { Shard } from "../shard.ts";
import { hasCrossAttention } from "../transformer-stack.ts";
import { patchOperators } from "./embedding-operators.ts";
import { denseOperators } from "./head-operators.ts";
import { layerGroups } from "./layer-operators.ts";
import type { OperatorGroup } from "./operator-group.ts";

/** `images` images through the tower and its projector, on one rank. */
export function imageGroups(image: ImageTower, images: number, shard: Shard): OperatorGroup[] {
  const { stack, patches, tiles, outputTokens, projector } = image;
  const tokens = tiles * patches.tokens;
  const work = { sequences: images, queryTokens: tokens, contextTokens: tokens, fromCache: false };
  const once = { stage: "first", repeat: 1, exchanges: [] } as const;
  const groups: OperatorGroup[] = [
    { ...once, name: "image embedding", operators: patchOperators(patches, stack, images * tiles) },
    ...layerGroups(stack, work, shard, "image "),
    { ...once, name: "image projector", operators: denseOperators(projector, images * outputTokens) },
  ];
  return groups.filter((group) => group.operators.length > 0);
}

/** Tokens that `images` images add to a prompt: those of the projector, none where layers attend to them aside. */
export function promptTokensOfImages(model: Model, images: number): number {
  return hasCrossAttention(model.stack) ? 0 : images * (model.image?.outputTokens ?? 0);
}

/** Tokens of the images that cross-attention layers attend to. */
export function sourceTokensOfImages(model: Model, images: number): number {
  return hasCrossAttention(model.stack) ? images * (model.image?.outputTokens ?? 0) : 0;
}
