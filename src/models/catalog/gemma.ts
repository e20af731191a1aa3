/**
 * Gemma 2 (every other layer sees a window, four norms a layer) and Gemma 3 (five layers of six see a window; images from
 * 4B on) of Google. `config.json` on Hugging Face; parameters from weight files.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const bf16 = { torch_dtype: "bfloat16" };

const gemma2 = (
  size: string,
  publishedParameters: number,
  text: { layers: number; hidden: number; heads: number; kvHeads: number; ffn: number; headDim: number },
): CatalogModel =>
  fromConfig(
    {
      name: `gemma-2-${size}`,
      title: `Gemma 2 ${size.toUpperCase()}`,
      repository: `google/gemma-2-${size}-it`,
      publishedParameters,
    },
    {
      model_type: "gemma2",
      ...sizes(text.layers, text.hidden, text.heads, text.kvHeads, text.ffn, 256_000, 8192),
      head_dim: text.headDim,
      sliding_window: 4096,
      ...bf16,
    },
  );

const siglip = {
  model_type: "siglip_vision_model",
  hidden_size: 1152,
  intermediate_size: 4304,
  num_hidden_layers: 27,
  num_attention_heads: 16,
  image_size: 896,
  patch_size: 14,
};

function gemma3(
  size: string,
  publishedParameters: number,
  text: { layers: number; hidden: number; heads: number; kvHeads: number; ffn: number; headDim?: number },
): CatalogModel {
  const { layers, hidden, heads, kvHeads, ffn, headDim = 256 } = text;
  return fromConfig(
    {
      name: `gemma-3-${size}`,
      title: `Gemma 3 ${size.toUpperCase()}`,
      repository: `google/gemma-3-${size}-it`,
      publishedParameters,
    },
    {
      model_type: "gemma3",
      mm_tokens_per_image: 256,
      text_config: {
        ...sizes(layers, hidden, heads, kvHeads, ffn, 262_208, 131_072),
        head_dim: headDim,
        sliding_window: 1024,
      },
      vision_config: siglip,
      ...bf16,
    },
  );
}

/** Gemma 2 2B, 9B, 27B; Gemma 3 1B (text alone), 4B, 12B, 27B. */
export const gemmaModels: readonly CatalogModel[] = [
  gemma2("2b", 2_614_341_888, { layers: 26, hidden: 2304, heads: 8, kvHeads: 4, ffn: 9216, headDim: 256 }),
  gemma2("9b", 9_241_705_984, { layers: 42, hidden: 3584, heads: 16, kvHeads: 8, ffn: 14_336, headDim: 256 }),
  gemma2("27b", 27_227_128_320, {
    layers: 46,
    hidden: 4608,
    heads: 32,
    kvHeads: 16,
    ffn: 36_864,
    headDim: 128,
  }),
  fromConfig(
    {
      name: "gemma-3-1b",
      title: "Gemma 3 1B",
      repository: "google/gemma-3-1b-it",
      publishedParameters: 999_885_952,
    },
    {
      model_type: "gemma3_text",
      ...sizes(26, 1152, 4, 1, 6912, 262_144, 32_768),
      head_dim: 256,
      sliding_window: 512,
      ...bf16,
    },
  ),
  gemma3("4b", 4_300_079_472, { layers: 34, hidden: 2560, heads: 8, kvHeads: 4, ffn: 10_240 }),
  gemma3("12b", 12_187_325_040, { layers: 48, hidden: 3840, heads: 16, kvHeads: 8, ffn: 15_360 }),
  gemma3("27b", 27_432_406_640, {
    layers: 62,
    hidden: 5376,
    heads: 32,
    kvHeads: 16,
    ffn: 21_504,
    headDim: 128,
  }),
];
