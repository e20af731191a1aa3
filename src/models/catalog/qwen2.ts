/**
 * Qwen2.5 of Alibaba, whose shapes Qwen2, Qwen2.5-Coder, QwQ and the DeepSeek-R1 distillations share. `config.json` on
 * Hugging Face; parameters from weight files.
 */
import { type CatalogModel, fromConfig, sizes } from "./from-config.ts";

const qwen25 = (
  size: string,
  publishedParameters: number,
  shape: ReturnType<typeof sizes>,
  more: { tied?: true; aliases?: readonly string[] } = {},
) =>
  fromConfig(
    {
      name: `qwen2.5-${size}`,
      title: `Qwen2.5 ${size.toUpperCase()}`,
      repository: `Qwen/Qwen2.5-${size.toUpperCase()}`,
      publishedParameters,
      aliases: [`qwen2.5-coder-${size}`, ...(more.aliases ?? [])],
    },
    { model_type: "qwen2", ...shape, tie_word_embeddings: more.tied === true, torch_dtype: "bfloat16" },
  );

/** Qwen2.5 0.5B to 72B; the language models of Qwen2.5-VL are the same. */
export const qwen2Models: readonly CatalogModel[] = [
  qwen25("0.5b", 494_032_768, sizes(24, 896, 14, 2, 4864, 151_936, 32_768), { tied: true }),
  qwen25("1.5b", 1_543_714_304, sizes(28, 1536, 12, 2, 8960, 151_936, 131_072), {
    tied: true,
    aliases: ["qwen2-1.5b"],
  }),
  qwen25("3b", 3_085_938_688, sizes(36, 2048, 16, 2, 11_008, 151_936, 32_768), { tied: true }),
  qwen25("7b", 7_615_616_512, sizes(28, 3584, 28, 4, 18_944, 152_064, 131_072), {
    aliases: ["qwen2-7b", "qwen2.5-vl-7b", "deepseek-r1-distill-qwen-7b"],
  }),
  qwen25("14b", 14_770_033_664, sizes(48, 5120, 40, 8, 13_824, 152_064, 131_072), {
    aliases: ["deepseek-r1-distill-qwen-14b"],
  }),
  qwen25("32b", 32_763_876_352, sizes(64, 5120, 40, 8, 27_648, 152_064, 131_072), {
    aliases: ["qwq-32b", "qwen2.5-vl-32b", "deepseek-r1-distill-qwen-32b"],
  }),
  qwen25("72b", 72_706_203_648, sizes(80, 8192, 64, 8, 29_568, 152_064, 131_072), {
    aliases: ["qwen2-72b", "qwen2.5-vl-72b", "kimi-dev-72b"],
  }),
];
