/** Of what the side of an image must be a multiple, so that every feature map and patch of a network is whole. */
import type { ItemNetwork } from "./item-shape.ts";

/** Pixels per side of the image that one latent has per side. */
const latentScale = 8;

/** Pixels that divide the side of an image: 8 x 2 for patches of 2 latents; undefined where items are no images. */
export function imageUnit(network: ItemNetwork): number | undefined {
  switch (network.kind) {
    case "unet":
      return latentScale * 2 ** (network.channels.length - 1);
    case "diffusion-transformer":
    case "joint-transformer":
      return latentScale * network.patch;
    case "residual-network":
      // The stem and its pooling halve the side, and every stage but the first.
      return 4 * 2 ** (network.blocks.length - 1);
    case "dense-network":
      return undefined;
  }
}
