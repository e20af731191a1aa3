/**
 * Shapes of networks whose request is an item, not a sequence: one image to make (denoising by a U-Net or a diffusion
 * transformer) or to classify (residual CNN), one vector (multilayer perceptron). Operators follow from the shape and the image size.
 */
import type { TransformerStack } from "../transformer-stack.ts";

/** What all item networks have. */
interface ItemShape {
  /** Side of the image the network is made for, pixels; 0 where items are no images. */
  imageSize: number;
  /** Forward passes one item takes: denoising steps, twice with classifier-free guidance; 1 for a classifier. */
  passes: number;
}

/**
 * The U-Net of Stable Diffusion: levels of residual and transformer blocks on a latent of 1/8 of the image's side, halved
 * from level to level, down, through the middle, and up again with skip connections.
 */
export interface UNet extends ItemShape {
  kind: "unet";
  latentChannels: number;
  /** Channels of each level, finest first. */
  channels: readonly number[];
  /** Transformer layers in each transformer block of a level; 0 where the level has residual blocks only. */
  transformerDepths: readonly number[];
  middleDepth: number;
  /** Residual blocks of a level on the way down; one more on the way up. */
  blocksPerLevel: number;
  /** Width of an attention head at each level. */
  headDims: readonly number[];
  /** Tokens of the prompt and their width. */
  contextTokens: number;
  contextWidth: number;
  /** Width of a further embedding (image size, pooled prompt) that joins the time step; none when absent. */
  conditioningWidth?: number;
}

/** A transformer over patches of the latent that attends to the prompt and is modulated by the time step (PixArt). */
export interface DiffusionTransformer extends ItemShape {
  kind: "diffusion-transformer";
  stack: TransformerStack;
  latentChannels: number;
  /** Side of a patch of the latent. */
  patch: number;
  /** Tokens of the prompt; 0 where a class takes its place (DiT). */
  captionTokens: number;
  captionWidth: number;
  /** Each block turns the time step into its own scales and shifts (adaLN-zero, DiT), in place of one network for all. */
  ownModulation?: boolean;
}

/** A transformer in which words and patches attend together: Stable Diffusion 3, FLUX. */
export interface JointTransformer extends ItemShape {
  kind: "joint-transformer";
  hidden: number;
  heads: number;
  /** Blocks with weights for words and for patches. */
  doubleBlocks: number;
  /** Words leave the last double block as they came: only the patches are read after it (Stable Diffusion 3). */
  wordsEndEarly?: boolean;
  /** Blocks with one set of weights for all tokens. */
  singleBlocks: number;
  latentChannels: number;
  /** Side of a patch of the latent. */
  patch: number;
  captionTokens: number;
  captionWidth: number;
  /** Width of the pooled prompt, which joins the time step. */
  pooledWidth: number;
  /** The strength of guidance is an input as the time step is. */
  guidance: boolean;
}

/** A residual CNN of bottleneck blocks (ResNet-50): 1 x 1, 3 x 3, 1 x 1 convolutions around a shortcut. */
export interface ResidualNetwork extends ItemShape {
  kind: "residual-network";
  /** Channels after the first convolution. */
  stem: number;
  /** Blocks of each stage; each stage but the first halves the image's side. */
  blocks: readonly number[];
  /** Inner channels of the blocks of each stage; their output has four times as many. */
  widths: readonly number[];
  classes: number;
}

/** Dense layers one after the other (a multilayer perceptron); an item is one vector of inputs. */
export interface DenseNetwork extends ItemShape {
  kind: "dense-network";
  /** Inputs, the outputs of each layer in order. */
  widths: readonly number[];
}

/** A network whose request is an item. */
export type ItemNetwork = UNet | DiffusionTransformer | JointTransformer | ResidualNetwork | DenseNetwork;
