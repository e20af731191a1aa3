/** Decoders with latent attention: DeepSeek V2 and V3, Kimi K2, GLM-4.7-Flash, GLM-5, and those with an indexer beside it. */
import type { ConfigFields, LibraryDefaults } from "../config-fields.ts";
import type { AttentionShape } from "../layer/attention.ts";
import { firstDense } from "./expert-layers.ts";
import { decoderModel, layerOf, type Reader, readSizes, runsOf } from "./reader.ts";

/** Latent attention as `config` describes it. */
export function latentAttention(config: ConfigFields): AttentionShape {
  const queryRank = config.optionalCount("q_lora_rank");
  const indexHeads = config.optionalCount("index_n_heads");
  return {
    kind: "latent",
    heads: config.count("num_attention_heads"),
    ...(queryRank === undefined ? {} : { queryRank }),
    kvRank: config.count("kv_lora_rank"),
    nopeDim: config.count("qk_nope_head_dim"),
    ropeDim: config.count("qk_rope_head_dim"),
    valueDim: config.count("v_head_dim"),
    ...(indexHeads === undefined
      ? {}
      : {
          indexer: {
            heads: indexHeads,
            headDim: config.count("index_head_dim"),
            topK: config.count("index_topk"),
          },
        }),
  };
}

function latentDecoder({ correction }: { correction: boolean }, library?: LibraryDefaults): Reader {
  return {
    library,
    read: (config, names) => {
      // The KV heads and the width of a head that files give stand for nothing here.
      config.regard("head_dim", "num_key_value_heads", "qk_head_dim");
      const { layers, hidden, vocabulary, maxTokens } = readSizes(config);
      const attention = latentAttention(config);
      const feedForwardAt = firstDense({ correction })(config);
      const nextTokenLayers = config.countOrZero("num_nextn_predict_layers");
      return decoderModel(names, {
        stack: { hidden, norm: "rmsnorm" },
        runs: runsOf(layers, (index) => layerOf(attention, feedForwardAt(index))),
        vocabulary,
        maxTokens,
        tied: config.flag("tie_word_embeddings", false),
        more: nextTokenLayers > 0 ? { nextTokenLayers } : {},
      });
    },
  };
}

const deepSeekV3 = {
  vocab_size: 129_280,
  hidden_size: 7168,
  intermediate_size: 18_432,
  moe_intermediate_size: 2048,
  num_hidden_layers: 61,
  num_attention_heads: 128,
  n_shared_experts: 1,
  n_routed_experts: 256,
  kv_lora_rank: 512,
  q_lora_rank: 1536,
  qk_rope_head_dim: 64,
  v_head_dim: 128,
  qk_nope_head_dim: 128,
  num_experts_per_tok: 8,
  first_k_dense_replace: 3,
  max_position_embeddings: 4096,
} as const;

/** Decoders with latent attention by `model_type`. */
export const latentReaders: Readonly<Record<string, Reader>> = {
  deepseek_v2: latentDecoder({ correction: false }),
  deepseek_v3: latentDecoder({ correction: true }, deepSeekV3),
  deepseek_v32: latentDecoder({ correction: true }),
  kimi_k2: latentDecoder({ correction: true }, deepSeekV3),
  glm4_moe_lite: latentDecoder({ correction: true }),
  glm_moe_dsa: latentDecoder({ correction: true }),
  mistral4: latentDecoder({ correction: false }),
};
