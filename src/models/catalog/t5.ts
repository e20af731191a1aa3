/**
 * T5: an encoder and a decoder of equal layers; positions are relative, the head shares the embedding. Attention is wider
 * than the model (32 heads of 128 on 1,024). Raffel et al. 2020, arXiv:1910.10683; `config.json` of google-t5/t5-3b on
 * Hugging Face.
 */
import { llamaModel } from "../architectures.ts";
import type { Model } from "../model.ts";
import { expandStack } from "../short-stack.ts";
import type { ShortStack } from "../transformer-stack.ts";

const decoder: ShortStack = {
  layers: 24,
  hidden: 1024,
  heads: 32,
  kvHeads: 32,
  headDim: 128,
  ffn: 16_384,
  gated: false,
  causal: true,
  biases: "none",
  norm: "rmsnorm",
  rotary: false,
  crossAttention: { layers: 24, sourceWidth: 1024, replacesSelf: false },
};

const { crossAttention: _, ...selfAttentionOnly } = decoder;
const encoder = expandStack({ ...selfAttentionOnly, causal: false });

/** T5-3B. */
export const t5Models: readonly Model[] = [
  {
    ...llamaModel({
      ...decoder,
      name: "t5-3b",
      title: "T5-3B",
      vocabulary: 32_128,
      maxTokens: 512,
      publishedParameters: 2_851_598_336,
      source: "config.json of google-t5/t5-3b on Hugging Face",
      stack: decoder,
    }),
    family: "encoder-decoder",
    encoder,
    tiedEmbeddings: true,
    // Relative positions: 32 buckets a head, in the first layer of each half.
    otherParameters: 2 * 32 * 32,
  },
];
