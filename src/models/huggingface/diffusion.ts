/**
 * Diffusion transformers as the diffusers library describes them in `transformer/config.json`, by class: PixArt, DiT,
 * Stable Diffusion 3, FLUX. The text encoders and the VAE beside them have files of their own and are not counted.
 */
import type { ItemNetwork } from "../items/item-shape.ts";
import type { Model } from "../model.ts";
import { visionStack } from "../short-stack.ts";
import type { Names, Read, Reader } from "./reader.ts";

/** Denoising passes of one image where the file, as it does, says nothing. */
const passes = 28;

/** Pixels of an image that one latent has per side. */
const latentScale = 8;

function itemModel(names: Names, item: ItemNetwork): Model {
  return {
    ...names,
    family: "diffusion",
    item,
    vocabulary: 0,
    maxTokens: 0,
    positions: 0,
    tiedEmbeddings: false,
    head: false,
    otherParameters: 0,
  };
}

const pixArt: Read = (config, names) => {
  const heads = config.count("num_attention_heads", 16);
  const headDim = config.count("attention_head_dim", 72);
  const hidden = heads * headDim;
  const layers = config.count("num_layers", 28);
  config.regard(
    "cross_attention_dim",
    "out_channels",
    "norm_type",
    "num_embeds_ada_norm",
    "norm_elementwise_affine",
  );
  config.regard("use_additional_conditions", "interpolation_scale", "attention_bias", "num_vector_embeds");
  return itemModel(names, {
    kind: "diffusion-transformer",
    imageSize: latentScale * config.count("sample_size", 128),
    passes,
    latentChannels: config.count("in_channels", 4),
    patch: config.count("patch_size", 2),
    captionTokens: 120,
    captionWidth: config.count("caption_channels", 4096),
    stack: visionStack({ layers, hidden, heads }, { layers, sourceWidth: hidden, replacesSelf: false }),
  });
};

/** DiT: a class in place of a prompt; with the class's embedding, which holds one more for "no class". */
const dit: Read = (config, names) => {
  const heads = config.count("num_attention_heads", 16);
  const headDim = config.count("attention_head_dim", 72);
  const hidden = heads * headDim;
  config.regard("out_channels", "norm_elementwise_affine", "attention_bias", "upcast_attention");
  config.usual({ norm_type: "ada_norm_zero" });
  const classes = config.count("num_embeds_ada_norm", 1000);
  const layers = config.count("num_layers", 28);
  const side = config.count("sample_size", 32);
  const patch = config.count("patch_size", 2);
  const channels = config.count("in_channels", 4);
  const model = itemModel(names, {
    kind: "diffusion-transformer",
    imageSize: latentScale * side,
    passes,
    latentChannels: channels,
    patch,
    captionTokens: 0,
    captionWidth: 0,
    ownModulation: true,
    stack: visionStack({ layers, hidden, heads }),
  });
  // Of a block: six vectors of modulation, four of attention, five of feed-forward; of the ends: time, patches, output.
  const biases = 15 * layers * hidden + 5 * hidden + 2 * channels * patch ** 2;
  // Stored, though they are sines and not learned.
  const positions = (side / patch) ** 2 * hidden;
  return { ...model, otherParameters: (classes + 1) * hidden + biases + positions };
};

const stableDiffusion3: Read = (config, names) => {
  const heads = config.count("num_attention_heads", 18);
  config.regard(
    "out_channels",
    "pos_embed_max_size",
    "qk_norm",
    "dual_attention_layers",
    "caption_projection_dim",
  );
  return itemModel(names, {
    kind: "joint-transformer",
    imageSize: latentScale * config.count("sample_size", 128),
    passes,
    hidden: heads * config.count("attention_head_dim", 64),
    heads,
    doubleBlocks: config.count("num_layers", 18),
    singleBlocks: 0,
    latentChannels: config.count("in_channels", 16),
    patch: config.count("patch_size", 2),
    captionTokens: 154,
    captionWidth: config.count("joint_attention_dim", 4096),
    pooledWidth: config.count("pooled_projection_dim", 2048),
    wordsEndEarly: true,
    guidance: false,
  });
};

const flux: Read = (config, names) => {
  const heads = config.count("num_attention_heads", 24);
  config.regard("axes_dims_rope", "out_channels", "patch_size");
  return itemModel(names, {
    kind: "joint-transformer",
    imageSize: 1024,
    passes,
    hidden: heads * config.count("attention_head_dim", 128),
    heads,
    doubleBlocks: config.count("num_layers", 19),
    singleBlocks: config.count("num_single_layers", 38),
    // Four neighbouring latents stand in one token.
    latentChannels: config.count("in_channels", 64) / 4,
    patch: 2,
    captionTokens: 512,
    captionWidth: config.count("joint_attention_dim", 4096),
    pooledWidth: config.count("pooled_projection_dim", 768),
    guidance: config.flag("guidance_embeds", false),
  });
};

/** Diffusion transformers by class. */
export const diffusionReaders: Readonly<Record<string, Reader>> = {
  PixArtTransformer2DModel: { read: pixArt },
  DiTTransformer2DModel: { read: dit },
  SD3Transformer2DModel: { read: stableDiffusion3 },
  FluxTransformer2DModel: { read: flux },
};
