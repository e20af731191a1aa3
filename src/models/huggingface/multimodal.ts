/**
 * Models whose file holds a language model within (`text_config`) and often an image tower beside it. Towers of CLIP,
 * SigLIP, Qwen-VL, Llama 3.2 and 4, Pixtral, InternVL and Kimi are read; of Gemma 3n's convolutions and its sound the
 * parameters; another one is left out and named. Towers that take images of any size
 * are described at the size that their learned positions are of, or at 1,024 pixels where they have none.
 */
import { assert } from "../../base/errors.ts";
import type { ConfigFields } from "../config-fields.ts";
import type { Model } from "../model.ts";
import { stackOfRuns } from "../transformer-stack.ts";
import { clipTower, patchesOf, plainTower } from "./encoders.ts";
import { imageNetworkParameters, soundEncoderParameters } from "./gemma3n-towers.ts";
import { denseLayer, type ReadTower } from "./image-tower.ts";
import { internTower, mllamaTower, moonTower, qwen2Tower, qwen25Tower } from "./image-towers.ts";
import type { Names, Read, Reader } from "./reader.ts";

/** Gemma 3: SigLIP at 896 pixels, its 4,096 patches pooled to 256 tokens. */
const siglipTower: ReadTower = (vision, config, width) => {
  const hidden = vision.count("hidden_size", 768);
  vision.regard("vision_use_head");
  const stack = plainTower(vision, hidden, { layers: 12, heads: 12, width: 3072 });
  const patches = { ...patchesOf(vision, { patch: 16, image: 224 }, 0), extraPositions: 0 };
  const outputTokens = config.count("mm_tokens_per_image", 256);
  const projector = [denseLayer(hidden, width, false)];
  return { image: { stack, patches, tiles: 1, outputTokens, projector }, beside: hidden };
};

/** LLaVA: CLIP without its class token, through two dense layers. */
const llavaTower: ReadTower = (vision, config, width) => {
  const { stack, patches, beside } = clipTower(vision);
  vision.regard("projection_dim", "vocab_size");
  config.regard("vision_feature_layer", "vision_feature_select_strategy");
  const outputTokens = config.count("image_seq_length", patches.tokens - 1);
  const projector = [denseLayer(stack.hidden, width, true), denseLayer(width, width, true)];
  return { image: { stack, patches, tiles: 1, outputTokens, projector }, beside };
};

/** Qwen3-VL: patches of two frames; four neighbours become one token, from the last layer and from three before it. */
const qwenTower: ReadTower = (vision, _, width) => {
  const hidden = vision.count("hidden_size");
  const heads = vision.count("num_heads", 16);
  const patch = vision.count("patch_size", 16);
  const merge = vision.count("spatial_merge_size", 2);
  const positions = vision.count("num_position_embeddings", 2304);
  const depth = vision.count("temporal_patch_size", 2);
  const deep = vision.numbers("deepstack_visual_indexes")?.length ?? 0;
  vision.count("out_hidden_size", width);
  const side = Math.floor(Math.sqrt(positions));
  const attention = {
    kind: "grouped",
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    causal: false,
    rotary: true,
    biases: "all",
  } as const;
  const feedForward = {
    kind: "dense",
    width: vision.count("intermediate_size"),
    gated: false,
    biases: true,
  } as const;
  const repeat = vision.count("depth", 27);
  const stack = stackOfRuns({ hidden, norm: "layernorm" }, [
    { repeat, layer: { attention: [attention], feedForward } },
  ]);
  const merged = hidden * merge ** 2;
  const merger = merged ** 2 + merged + merged * width + width;
  return {
    image: {
      stack,
      patches: {
        patch,
        imageSize: side * patch,
        channels: vision.count("in_channels", 3),
        tokens: positions,
        depth,
        extraPositions: 0,
      },
      tiles: 1,
      outputTokens: Math.floor(positions / merge ** 2),
      projector: [denseLayer(merged, merged, true), denseLayer(merged, width, true)],
    },
    // Mergers of earlier layers, each with a norm of the merged width.
    beside: deep * (merger + 2 * merged),
  };
};

/** Llama 4: four neighbouring patches are shuffled into one vector, which three dense layers take to the width of words. */
const llama4Tower: ReadTower = (vision, _, width) => {
  const hidden = vision.count("hidden_size", 768);
  const stack = plainTower(vision, hidden, { layers: 34, heads: 16, width: 5632 });
  const inner = vision.count("intermediate_size", 5632);
  const middle = vision.count("projector_input_dim", 4096);
  const outputs = vision.count("projector_output_dim", 4096);
  vision.regard("vision_output_dim", "pixel_shuffle_ratio", "multi_modal_projector_bias", "norm_eps");
  vision.regard("vision_feature_select_strategy", "vision_feature_layer");
  const patches = { ...patchesOf(vision, { patch: 14, image: 448 }), bias: false };
  return {
    image: {
      stack,
      patches,
      tiles: 1,
      outputTokens: Math.floor((patches.tokens - 1) / 4),
      projector: [
        denseLayer(inner, middle, false),
        denseLayer(middle, outputs, false),
        denseLayer(outputs, width, false),
      ],
    },
    beside: 2 * hidden,
  };
};

/** Pixtral: gated layers with rotary positions; four neighbouring patches are merged before two dense layers. */
const pixtralTower: ReadTower = (vision, config, width) => {
  const hidden = vision.count("hidden_size", 1024);
  const heads = vision.count("num_attention_heads", 16);
  const merge = config.count("spatial_merge_size", 2);
  config.regard("vision_feature_layer");
  const bias = config.flag("multimodal_projector_bias", false);
  const patch = vision.side("patch_size", 16);
  vision.regard("image_size");
  const imageSize = 1024;
  const side = Math.floor(imageSize / patch);
  const repeat = vision.count("num_hidden_layers", 24);
  const stack = stackOfRuns({ hidden, norm: "rmsnorm" }, [
    {
      repeat,
      layer: {
        attention: [
          {
            kind: "grouped",
            heads,
            kvHeads: heads,
            headDim: vision.count("head_dim", hidden / heads),
            causal: false,
            rotary: true,
            biases: "none",
          },
        ],
        feedForward: {
          kind: "dense",
          width: vision.count("intermediate_size", 4096),
          gated: true,
          biases: false,
        },
      },
    },
  ]);
  return {
    image: {
      stack,
      patches: {
        patch,
        imageSize,
        channels: vision.count("num_channels", 3),
        tokens: side ** 2,
        bias: false,
        // Positions are turned, not learned.
        extraPositions: -(side ** 2),
      },
      tiles: 1,
      outputTokens: Math.floor(side / merge) ** 2,
      projector: [
        denseLayer(hidden * merge ** 2, hidden, false),
        denseLayer(hidden, width, bias),
        denseLayer(width, width, bias),
      ],
    },
    // The norm of the projector; that of the patches is the one of the stack.
    beside: hidden,
  };
};

const towers: Readonly<Record<string, ReadTower>> = {
  siglip_vision_model: siglipTower,
  clip_vision_model: llavaTower,
  qwen3_vl: qwenTower,
  qwen3_vl_moe: qwenTower,
  qwen3_5: qwenTower,
  qwen3_5_moe: qwenTower,
  llama4_vision_model: llama4Tower,
  pixtral: pixtralTower,
  qwen2_vl: qwen2Tower,
  qwen2_5_vl: qwen25Tower,
  internvl_vision: internTower,
  mllama_vision_model: mllamaTower,
  moonvit: moonTower,
  moonvit3d: moonTower,
};

/** Reads the language model within by `types`, and the tower beside it. */
export function nestedReader(
  types: Readonly<Record<string, Reader>>,
  textType: string,
  towerType?: string,
): Read {
  return (config: ConfigFields, names: Names): Model => {
    // Older files have the fields of the language model at the top.
    const isNested = config.has("text_config");
    const text = isNested ? config.object("text_config") : config;
    const type = (isNested ? text.text("model_type") : undefined) ?? textType;
    const known = Object.hasOwn(types, type) ? types[type] : undefined;
    if (known === undefined)
      text.expect("model_type", `a language model that can be read, such as ${textType}`);
    const reader = known ?? types[textType];
    assert(reader !== undefined, () => `no reader of ${textType}`);
    if (isNested) text.useLibrary(reader.library ?? {});
    const tied = config.has("tie_word_embeddings") ? config.flag("tie_word_embeddings", false) : undefined;
    const inner = reader.read(text, names);
    const model = tied === undefined ? inner : { ...inner, tiedEmbeddings: tied };
    if (model.stack === undefined) return model;
    if (textType === "gemma3n_text") return withGemma3nTowers(config, model, model.stack.hidden);
    if (!config.has("vision_config")) return model;
    const vision = config.object("vision_config");
    const readTower = towers[vision.text("model_type") ?? towerType ?? ""] ?? towers[towerType ?? ""];
    if (readTower === undefined) {
      vision.regardAll();
      config.note(`vision_config: towers of type ${vision.text("model_type") ?? "unknown"} are left out`);
      return model;
    }
    const { image, beside } = readTower(vision, config, model.stack.hidden);
    return { ...model, family: "multimodal", image, otherParameters: model.otherParameters + beside };
  };
}

/** Gemma 3n's networks for images and sound, whose weights lie beside the language model's. */
function withGemma3nTowers(config: ConfigFields, model: Model, width: number): Model {
  const hasImages = config.has("vision_config");
  const hasSound = config.has("audio_config");
  if (!hasImages && !hasSound) return model;
  config.regard("vision_soft_tokens_per_image", "audio_soft_tokens_per_image");
  config.note("the networks for images and sound count in memory; their work is left out");
  const beside =
    (hasImages ? imageNetworkParameters(config.object("vision_config"), width) : 0) +
    (hasSound ? soundEncoderParameters(config.object("audio_config"), width) : 0);
  return { ...model, otherParameters: model.otherParameters + beside };
}

/** Which type the language model within has where it does not say, and of which type the tower is. */
export const nestedTypes: Readonly<Record<string, readonly [text: string, tower?: string]>> = {
  gemma3: ["gemma3_text", "siglip_vision_model"],
  gemma3n: ["gemma3n_text"],
  llama4: ["llama4_text", "llama4_vision_model"],
  mistral3: ["mistral", "pixtral"],
  llava: ["llama", "clip_vision_model"],
  internvl: ["qwen2", "internvl_vision"],
  qwen2_vl: ["qwen2_vl_text", "qwen2_vl"],
  qwen2_5_vl: ["qwen2_5_vl_text", "qwen2_5_vl"],
  qwen3_vl: ["qwen3_vl_text", "qwen3_vl"],
  qwen3_vl_moe: ["qwen3_vl_moe_text", "qwen3_vl_moe"],
  qwen3_5: ["qwen3_5_text", "qwen3_5"],
  qwen3_5_moe: ["qwen3_5_moe_text", "qwen3_5_moe"],
  kimi_k25: ["kimi_k2", "moonvit3d"],
  mllama: ["mllama_text_model", "mllama_vision_model"],
};
