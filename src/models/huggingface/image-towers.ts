/** Image towers with fields of their own: Qwen2-VL, Qwen2.5-VL, InternVL, Llama 3.2 Vision, Kimi. */
import type { ConfigFields } from "../config-fields.ts";
import type { GroupedFields } from "../layer/attention/grouped.ts";
import type { Layer, TransformerStack } from "../transformer-stack.ts";
import { stackOfRuns } from "../transformer-stack.ts";
import { groupedOrWindowed } from "./decoders.ts";
import { patchesOf } from "./encoders.ts";
import { denseLayer, patchesOfAnySize, type ReadTower } from "./image-tower.ts";
import { layerOf, runsOf } from "./reader.ts";

interface TowerLayers {
  layers: number;
  hidden: number;
  heads: number;
  width: number;
  gated?: boolean;
  norm?: TransformerStack["norm"];
  biases?: GroupedFields["biases"];
  rotary?: boolean;
  queryKeyNorm?: GroupedFields["queryKeyNorm"];
  /** Patches that those of layer `index` see; all when undefined. */
  windowAt?: (index: number) => number | undefined;
}

/** Layers in which every patch sees all, or a window. */
function towerStack(tower: TowerLayers): TransformerStack {
  const { layers, hidden, heads, width, gated = false, norm = "layernorm", queryKeyNorm } = tower;
  const attention = {
    heads,
    kvHeads: heads,
    headDim: hidden / heads,
    causal: false,
    rotary: tower.rotary ?? true,
    biases: tower.biases ?? "all",
    ...(queryKeyNorm ? { queryKeyNorm } : {}),
  } as const;
  const layerAt = (index: number): Layer =>
    layerOf(groupedOrWindowed(attention, tower.windowAt?.(index)), {
      kind: "dense",
      width,
      gated,
      biases: true,
    });
  return stackOfRuns({ hidden, norm }, runsOf(layers, layerAt));
}

/** Qwen2-VL and 2.5: patches of two frames; four neighbours, normalised, become one token through two dense layers. */
const mergedTower = (vision: ConfigFields, stack: TransformerStack, width: number) => {
  const { hidden } = stack;
  const merge = vision.count("spatial_merge_size", 2);
  const patch = vision.countOf(["patch_size", "spatial_patch_size"], 14);
  const depth = vision.count("temporal_patch_size", 2);
  vision.regard("spatial_patch_size", "tokens_per_second", "out_hidden_size");
  const channels = vision.countOf(["in_chans", "in_channels"], 3);
  const patches = patchesOfAnySize({ patch, channels, depth }, merge);
  const merged = hidden * merge ** 2;
  return {
    image: {
      stack,
      patches,
      tiles: 1,
      outputTokens: patches.tokens / merge ** 2,
      projector: [denseLayer(merged, merged, true), denseLayer(merged, width, true)],
    },
    // The norm before the merger is the one at the stack's end.
    beside: 0,
  };
};

/** Qwen2-VL: `hidden_size` is the width of the language model. */
export const qwen2Tower: ReadTower = (vision, _, width) => {
  const hidden = vision.count("embed_dim", 1280);
  vision.regard("hidden_size");
  const stack = towerStack({
    layers: vision.count("depth", 32),
    hidden,
    heads: vision.count("num_heads", 16),
    width: vision.count("mlp_ratio", 4) * hidden,
  });
  return mergedTower(vision, stack, width);
};

/** Qwen2.5-VL: gated; all but a few layers attend within windows of `window_size` pixels a side. */
export const qwen25Tower: ReadTower = (vision, _, width) => {
  const full = vision.numbers("fullatt_block_indexes") ?? [7, 15, 23, 31];
  const patch = vision.countOf(["patch_size", "spatial_patch_size"], 14);
  const window = Math.max(1, Math.floor(vision.count("window_size", 112) / patch)) ** 2;
  const stack = towerStack({
    layers: vision.count("depth", 32),
    hidden: vision.count("hidden_size", 1280),
    heads: vision.count("num_heads", 16),
    width: vision.count("intermediate_size", 3420),
    gated: true,
    norm: "rmsnorm",
    windowAt: (index) => (full.includes(index) ? undefined : window),
  });
  return mergedTower(vision, stack, width);
};

/** InternVL: a scale for each channel after each part; four neighbours, normalised, pass two dense layers. */
export const internTower: ReadTower = (vision, config, width) => {
  const layers = vision.count("num_hidden_layers", 24);
  const hidden = vision.count("hidden_size", 1024);
  vision.regard("use_absolute_position_embeddings", "layer_scale_init_value", "use_mask_token");
  vision.usual({ norm_type: "layer_norm", use_mean_pooling: true });
  const merge = Math.round(1 / config.number("downsample_ratio", 0.5));
  const patches = patchesOf(vision, { patch: 14, image: 448 });
  const merged = hidden * merge ** 2;
  const stack = towerStack({
    layers,
    hidden,
    heads: vision.count("num_attention_heads", 16),
    width: vision.count("intermediate_size", 4096),
    rotary: false,
    biases: vision.flag("attention_bias", false) ? "all" : "output",
    queryKeyNorm: vision.flag("use_qk_norm", false) ? "width" : undefined,
  });
  return {
    image: {
      stack: { ...stack, withoutFinalNorm: true },
      patches,
      tiles: 1,
      outputTokens: config.count("image_seq_length", Math.floor((patches.tokens - 1) / merge ** 2)),
      projector: [denseLayer(merged, width, true), denseLayer(width, width, true)],
    },
    beside: 2 * layers * hidden + 2 * merged,
  };
};

/**
 * Llama 3.2 Vision: tiles with embeddings of their place for each aspect ratio, before and after local layers, and gated
 * positions; the language model attends to the outputs of five layers in between beside those of the last.
 */
export const mllamaTower: ReadTower = (vision, _, width) => {
  const hidden = vision.count("hidden_size", 1280);
  const globalLayers = vision.count("num_global_layers", 8);
  const tiles = vision.count("max_num_tiles", 4);
  const ratios = vision.count("max_aspect_ratio_id", 8) + 1;
  vision.regard("intermediate_layers_indices", "supported_aspect_ratios");
  const patches = { ...patchesOf(vision, { patch: 14, image: 448 }), bias: false };
  const stack = towerStack({
    layers: vision.count("num_hidden_layers", 32) + globalLayers,
    hidden,
    heads: vision.countOf(["attention_heads", "num_attention_heads"], 16),
    width: vision.count("intermediate_size", 5120),
    rotary: false,
    biases: "none",
  });
  const gates = 2 * globalLayers + 3;
  return {
    image: {
      stack,
      patches,
      tiles,
      outputTokens: tiles * patches.tokens,
      projector: [denseLayer(vision.count("vision_output_dim", 6 * hidden), width, true)],
    },
    // Tile embeddings: one vector before, one after, one for each token; the norm before the layers.
    beside: ratios * tiles * hidden * (2 + patches.tokens) + 2 * hidden + gates,
  };
};

/** Kimi's MoonViT: learned positions stretched to the image beside turned ones; four neighbours pass two dense layers. */
export const moonTower: ReadTower = (vision, _, width) => {
  const hidden = vision.countOf(["vt_hidden_size", "hidden_size"], 1152);
  const patch = vision.count("patch_size", 14);
  const rows = vision.count("init_pos_emb_height", 64);
  const columns = vision.count("init_pos_emb_width", 64);
  const merge = vision.side("merge_kernel_size", 2);
  vision.regard("init_pos_emb_time", "pos_emb_type", "merge_type", "mm_hidden_size", "text_hidden_size");
  vision.regard("mm_projector_type", "projector_hidden_act", "projector_ln_eps");
  const merged = hidden * merge ** 2;
  return {
    image: {
      stack: towerStack({
        layers: vision.countOf(["vt_num_hidden_layers", "num_hidden_layers"], 27),
        hidden,
        heads: vision.countOf(["vt_num_attention_heads", "num_attention_heads"], 16),
        width: vision.countOf(["vt_intermediate_size", "intermediate_size"], 4304),
      }),
      patches: { patch, imageSize: rows * patch, channels: 3, tokens: rows * columns, extraPositions: 0 },
      tiles: 1,
      outputTokens: Math.floor((rows * columns) / merge ** 2),
      projector: [denseLayer(merged, merged, true), denseLayer(merged, width, true)],
    },
    beside: 2 * hidden,
  };
};
