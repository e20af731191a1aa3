/** Models that turn text into vectors (BGE, E5, Nomic, ModernBERT) and speech into text (Whisper). */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const whisper = (layers: [encoder: number, decoder: number], mel: number, vocabulary: number) => ({
  model_type: "whisper",
  d_model: 1280,
  encoder_layers: layers[0],
  decoder_layers: layers[1],
  encoder_attention_heads: 20,
  decoder_attention_heads: 20,
  encoder_ffn_dim: 5120,
  decoder_ffn_dim: 5120,
  num_mel_bins: mel,
  vocab_size: vocabulary,
});

/** Embedding models and Whisper. */
export const embeddingAndSpeechModels: readonly CatalogModel[] = [
  fromConfig(
    {
      name: "bge-large-en",
      title: "BGE large (English) v1.5",
      repository: "BAAI/bge-large-en-v1.5",
      aliases: ["bge-large-en-v1.5"],
      publishedParameters: 335_141_888,
    },
    { model_type: "bert", ...sizes(24, 1024, 16, 16, 4096, 30_522, 512), type_vocab_size: 2 },
  ),
  fromConfig(
    {
      name: "bge-m3",
      title: "BGE-M3",
      repository: "BAAI/bge-m3",
      publishedParameters: 567_754_752,
    },
    { model_type: "xlm-roberta", ...sizes(24, 1024, 16, 16, 4096, 250_002, 8194), type_vocab_size: 1 },
  ),
  fromConfig(
    {
      name: "multilingual-e5-large",
      title: "Multilingual E5 large",
      repository: "intfloat/multilingual-e5-large",
      publishedParameters: 559_890_432,
    },
    { model_type: "xlm-roberta", ...sizes(24, 1024, 16, 16, 4096, 250_002, 514), type_vocab_size: 1 },
  ),
  fromConfig(
    {
      name: "nomic-embed-text",
      title: "Nomic Embed Text v1.5",
      repository: "nomic-ai/nomic-embed-text-v1.5",
      aliases: ["nomic-embed-text-v1.5"],
      publishedParameters: 136_731_648,
    },
    {
      model_type: "nomic_bert",
      n_embd: 768,
      n_layer: 12,
      n_head: 12,
      n_inner: 3072,
      vocab_size: 30_528,
      n_positions: 8192,
      type_vocab_size: 2,
    },
  ),
  fromConfig(
    {
      name: "modernbert-base",
      title: "ModernBERT base",
      repository: "answerdotai/ModernBERT-base",
      publishedParameters: 149_014_272,
    },
    { model_type: "modernbert", ...sizes(22, 768, 12, 12, 1152, 50_368, 8192), local_attention: 128 },
  ),
  fromConfig(
    {
      name: "whisper-large-v3",
      title: "Whisper large v3",
      repository: "openai/whisper-large-v3",
      aliases: ["whisper-large"],
      publishedParameters: 1_543_490_560,
    },
    whisper([32, 32], 128, 51_866),
  ),
  fromConfig(
    {
      name: "whisper-large-v3-turbo",
      title: "Whisper large v3 turbo",
      repository: "openai/whisper-large-v3-turbo",
      publishedParameters: 808_878_080,
    },
    whisper([32, 4], 128, 51_866),
  ),
];
