/** What readers of `config.json` share: how a type is read, and stacks described layer by layer. */
import type { ConfigFields, LibraryDefaults } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";
import type { Model } from "../model.ts";
import { type Layer, type LayerRun, stackOfRuns, type TransformerStack } from "../transformer-stack.ts";

/** Names of a model that is read. */
export type Names = Pick<Model, "name" | "title" | "source">;

/** Makes a model of a file's fields. */
export type Read = (config: ConfigFields, names: Names) => Model;

/** How one `model_type` is read. */
export interface Reader {
  read: Read;
  /** Values that the library gives fields which a nested file leaves out. */
  library?: LibraryDefaults | undefined;
}

/** The sizes that every decoder has. */
export interface Sizes {
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  vocabulary: number;
  maxTokens: number;
}

/** Sizes under the names that most decoders use. KV heads are the heads, and a head hidden / heads wide, when absent. */
export function readSizes(
  config: ConfigFields,
  defaults: { kvHeads?: number; headDim?: number } = {},
): Sizes {
  const heads = config.count("num_attention_heads");
  const hidden = config.count("hidden_size");
  return {
    layers: config.count("num_hidden_layers"),
    hidden,
    heads,
    kvHeads: config.count("num_key_value_heads", defaults.kvHeads ?? heads),
    headDim: config.optionalCount("head_dim") ?? defaults.headDim ?? hidden / heads,
    vocabulary: config.count("vocab_size"),
    maxTokens: config.countOf([
      "max_position_embeddings",
      "max_sequence_length",
      "max_seq_len",
      "model_max_length",
      "seq_length",
    ]),
  };
}

/** Equal neighbours of `layers` layers as runs. */
export function runsOf(layers: number, layerAt: (index: number) => Layer): LayerRun[] {
  const runs: LayerRun[] = [];
  let lastKey = "";
  for (let index = 0; index < layers; index++) {
    const layer = layerAt(index);
    const key = JSON.stringify(layer);
    const last = runs.at(-1);
    if (last !== undefined && key === lastKey) last.repeat++;
    else runs.push({ repeat: 1, layer });
    lastKey = key;
  }
  return runs;
}

/** One layer of one attention and a feed-forward part. */
export function layerOf(attention: AttentionShape, feedForward: FeedForwardShape, parallel = false): Layer {
  return { attention: [attention], feedForward, ...(parallel ? { parallel } : {}) };
}

/** A decoder of these layers. */
export function decoderModel(
  names: Names,
  parts: {
    stack: Pick<TransformerStack, "hidden" | "norm" | "normWithoutBias" | "withoutFinalNorm">;
    runs: readonly LayerRun[];
    vocabulary: number;
    maxTokens: number;
    tied: boolean;
    positions?: number;
    otherParameters?: number;
    more?: Partial<Model>;
  },
): Model {
  const { stack, runs, vocabulary, maxTokens, tied, positions = 0, otherParameters = 0 } = parts;
  return {
    ...names,
    family: "decoder",
    stack: stackOfRuns(stack, runs),
    vocabulary,
    maxTokens,
    positions,
    tiedEmbeddings: tied,
    head: true,
    otherParameters,
    ...parts.more,
  };
}

/** Which of `layers` layers see a window only: by `layer_types` where the file has them, else by `otherwise`. */
export function isWindowed(
  config: ConfigFields,
  otherwise: (index: number) => boolean,
): (index: number) => boolean {
  const types = config.words("layer_types", ["full_attention", "sliding_attention", "chunked_attention"]);
  if (types.length === 0) return otherwise;
  return (index) => types[index] === "sliding_attention" || types[index] === "chunked_attention";
}
