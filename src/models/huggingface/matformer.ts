/**
 * Gemma 3n: embeddings of its own for every layer, several copies of the residual stream, a low-rank branch beside
 * attention, and upper layers that read the keys and values of lower ones. The small matrices around each layer count as
 * parameters beside the layers; their work, below a tenth of the layers', is left out.
 */
import { power } from "../../base/power.ts";
import { groupedOrWindowed } from "./decoders.ts";
import { decoderModel, isWindowed, layerOf, type Read, type Reader, readSizes, runsOf } from "./reader.ts";

const gemma3n: Read = (config, names) => {
  const sizes = readSizes(config, { headDim: 256, kvHeads: 2 });
  const { layers, hidden, heads, kvHeads, headDim, vocabulary, maxTokens } = sizes;
  const window = config.count("sliding_window", 512);
  const widths =
    config.has("intermediate_size") && !config.isNumber("intermediate_size")
      ? config.numbers("intermediate_size")
      : undefined;
  if (widths?.length === 0) config.expect("intermediate_size", "a width, or one for each layer");
  const width = widths === undefined ? config.count("intermediate_size") : 0;
  const ownWords = config.count("vocab_size_per_layer_input", 262_144);
  const ownWidth = config.count("hidden_size_per_layer_input", 256);
  const copies = config.count("altup_num_inputs", 4);
  const rank = config.count("laurel_rank", 64);
  const firstShared = layers - config.countOrZero("num_kv_shared_layers", 15);
  config.regard("activation_sparsity_pattern", "altup_active_idx", "altup_coef_clip", "altup_correct_scale");
  const windowed = isWindowed(config, (index) => (index + 1) % 5 !== 0);
  const runs = runsOf(layers, (index) =>
    layerOf(
      {
        ...groupedOrWindowed(
          {
            heads,
            kvHeads,
            headDim,
            causal: true,
            rotary: true,
            biases: "none",
            queryKeyNorm: "head",
            ...(index >= firstShared ? { sharedCache: true } : {}),
          },
          windowed(index) ? window : undefined,
        ),
        norms: 2,
      },
      { kind: "dense", width: widths?.[index] ?? width, gated: true, biases: false, norms: 2 },
    ),
  );
  const aroundLayer =
    2 * hidden +
    copies * hidden +
    copies ** 2 +
    power(copies, 3) +
    2 * rank * hidden +
    hidden +
    2 * hidden * ownWidth +
    hidden;
  const otherParameters =
    layers * aroundLayer +
    ownWords * layers * ownWidth +
    hidden * layers * ownWidth +
    ownWidth +
    2 * (copies - 1) * hidden ** 2;
  return decoderModel(names, {
    stack: { hidden, norm: "rmsnorm" },
    runs,
    vocabulary,
    maxTokens,
    tied: config.flag("tie_word_embeddings", true),
    otherParameters,
  });
};

/** Gemma 3n by its `model_type`. */
export const matformerReaders: Readonly<Record<string, Reader>> = {
  gemma3n_text: {
    read: gemma3n,
    library: {
      vocab_size: 262_400,
      hidden_size: 2048,
      intermediate_size: 16_384,
      num_hidden_layers: 35,
      num_attention_heads: 8,
      max_position_embeddings: 32_768,
    },
  },
};
