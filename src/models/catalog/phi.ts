/** Phi-3, Phi-3.5 and Phi-4 of Microsoft. `config.json` on Hugging Face; parameters from weight files. */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const bf16 = { torch_dtype: "bfloat16" };

const phi = (
  name: string,
  repository: string,
  publishedParameters: number,
  config: Record<string, unknown>,
  aliases: readonly string[] = [],
): CatalogModel =>
  fromConfig(
    {
      name,
      aliases,
      title: repository.replaceAll("-", " "),
      repository: `microsoft/${repository}`,
      publishedParameters,
    },
    { model_type: "phi3", ...config, ...bf16 },
  );

/** Phi-3 mini and medium, Phi-3.5 MoE, Phi-4 mini and Phi-4. */
export const phiModels: readonly CatalogModel[] = [
  phi(
    "phi-3-mini",
    "Phi-3-mini-128k-instruct",
    3_821_079_552,
    sizes(32, 3072, 32, 32, 8192, 32_064, 131_072),
    ["phi-3-mini-4k", "phi-3-mini-128k", "phi-3.5-mini"],
  ),
  phi(
    "phi-3-medium",
    "Phi-3-medium-128k-instruct",
    13_960_238_080,
    sizes(40, 5120, 40, 10, 17_920, 32_064, 131_072),
    ["phi-3-medium-4k", "phi-3-medium-128k"],
  ),
  phi("phi-3.5-moe", "Phi-3.5-MoE-instruct", 41_873_153_344, {
    model_type: "phimoe",
    ...sizes(32, 4096, 32, 8, 6400, 32_064, 131_072),
    num_local_experts: 16,
    num_experts_per_tok: 2,
    attention_bias: true,
    lm_head_bias: true,
  }),
  phi("phi-4-mini", "Phi-4-mini-instruct", 3_836_021_760, {
    ...sizes(32, 3072, 24, 8, 8192, 200_064, 131_072),
    tie_word_embeddings: true,
  }),
  phi("phi-4", "phi-4", 14_659_507_200, sizes(40, 5120, 40, 10, 17_920, 100_352, 16_384), [
    "phi-4-reasoning",
  ]),
];
