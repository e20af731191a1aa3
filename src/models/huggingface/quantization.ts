/**
 * The formats of a checkpoint's weights: `torch_dtype`, and `quantization_config` where some of them are narrower.
 * Quantisation is of the matrices of layers; embeddings, output head, norms and router stay wide, and so do the modules
 * that the file excludes by name, as far as they are a whole family of weights.
 */
import type { Problem } from "../../base/errors.ts";
import type { ConfigFields } from "../config-fields.ts";
import type { WeightFamily } from "../layer/weight.ts";
import type { StorageType, StoredFormats } from "../weight-format.ts";

const wideTypes: Readonly<Record<string, StorageType>> = {
  bfloat16: "bf16",
  float16: "fp16",
  half: "fp16",
  float32: "fp32",
  float: "fp32",
};

/** Families of matrices in layers, each by a module that stands for it. */
const moduleOf: Readonly<Partial<Record<WeightFamily, string>>> = {
  attention: "model.layers.5.self_attn.o_proj",
  "feed-forward": "model.layers.5.mlp.gate_proj",
  experts: "model.layers.5.mlp.experts.0.gate_proj",
};

const alwaysWide: readonly WeightFamily[] = ["embeddings", "head", "norms", "router", "image", "other"];

/** What `config` says of its weights' formats; undefined where it says nothing. Notes what cannot be read in `problems`. */
export function storedFormats(config: ConfigFields, problems: Problem[]): StoredFormats | undefined {
  const named = config.text("torch_dtype") ?? config.text("dtype");
  config.regard("torch_dtype", "dtype");
  const wide = wideTypes[(named ?? "").replace("torch.", "")];
  const source = ["quantization_config", "compression_config"].find((name) => config.has(name));
  if (source === undefined) return wide === undefined ? undefined : { weights: wide };
  const quantization = config.object(source);
  const format = formatOf(quantization);
  if (format === undefined) {
    const method = quantization.text("quant_method") ?? "nothing";
    const algorithm = quantization.text("quant_algo");
    const bits = quantization.number("bits", 0);
    problems.push({
      path: `${source}.quant_method`,
      found: `"${method}"${algorithm ? ` of ${algorithm}` : ""}${bits > 0 ? ` of ${bits} bits` : ""}`,
      expected:
        "fp8, fbgemm_fp8, gptq or awq of 8 or 4 bits, mxfp4, modelopt of FP8 or NVFP4, compressed-tensors or bitsandbytes; or without it, and precision in the scenario",
    });
    return undefined;
  }
  const excluded = exclusions(quantization);
  const isExpertsOnly = quantization.text("quant_method") === "mxfp4";
  const isWide = (family: WeightFamily) =>
    alwaysWide.includes(family) ||
    (isExpertsOnly && family !== "experts") ||
    excluded.some((pattern) => matches(pattern, moduleOf[family] ?? ""));
  for (const [family, modules] of partlyExcluded(excluded.filter((pattern) => !pattern.startsWith("re:")))) {
    if (isWide(family)) continue;
    config.note(
      `${source}: ${modules} modules of ${family} in single layers stay wide; they are counted as narrow`,
    );
  }
  const families: Partial<Record<WeightFamily, StorageType>> = {};
  for (const family of [...alwaysWide, ...(Object.keys(moduleOf) as WeightFamily[])]) {
    if (isWide(family)) families[family] = wide ?? "bf16";
  }
  return { weights: format, families };
}

/** The format of quantised weights. */
function formatOf(quantization: ConfigFields): StorageType | undefined {
  const method = (quantization.text("quant_method") ?? "").toLowerCase();
  quantization.regard(
    "fmt",
    "activation_scheme",
    "scale_fmt",
    "version",
    "zero_point",
    "desc_act",
    "sym",
    "damp_percent",
  );
  quantization.regard(
    "true_sequential",
    "model_file_base_name",
    "static_groups",
    "checkpoint_format",
    "pack_method",
  );
  quantization.regard(
    "activation_scale_ub",
    "quantize_method",
    "producer",
    "kv_cache_scheme",
    "kv_cache_quant_algo",
  );
  quantization.regard(
    "format",
    "global_compression_ratio",
    "quantization_status",
    "sparsity_config",
    "backend",
    "do_fuse",
  );
  if (method === "fp8" || method === "fbgemm_fp8") {
    return quantization.numbers("weight_block_size") === undefined ? "fp8" : "fp8-block";
  }
  if (method === "mxfp4") return "mxfp4";
  if (method === "gptq" || method === "awq") {
    return integerFormat(quantization.countOf(["bits", "w_bit"]), quantization.number("group_size", 128));
  }
  if (method === "modelopt" || quantization.has("quant_algo")) {
    const algorithm = (quantization.text("quant_algo") ?? "").toUpperCase();
    quantization.regard("config_groups", "group_size");
    return algorithm === "NVFP4" ? "nvfp4" : algorithm.startsWith("FP8") ? "fp8" : undefined;
  }
  if (method === "compressed-tensors") return compressedFormat(quantization);
  if (method === "bitsandbytes") {
    const four = quantization.flag("load_in_4bit", false);
    quantization.regard(
      "load_in_8bit",
      "_load_in_4bit",
      "_load_in_8bit",
      "llm_int8_threshold",
      "bnb_4bit_quant_type",
    );
    quantization.regard("bnb_4bit_compute_dtype", "bnb_4bit_use_double_quant", "bnb_4bit_quant_storage");
    return four ? "int4-g64" : "int8";
  }
  return undefined;
}

function compressedFormat(quantization: ConfigFields): StorageType | undefined {
  const weights = quantization.object("config_groups").object("group_0").object("weights");
  quantization
    .object("config_groups")
    .object("group_0")
    .regard("targets", "input_activations", "output_activations", "format");
  weights.regard(
    "strategy",
    "symmetric",
    "dynamic",
    "observer",
    "observer_kwargs",
    "block_structure",
    "actorder",
  );
  const bits = weights.count("num_bits");
  const group = weights.optionalCount("group_size");
  if (weights.text("type") === "float") {
    if (bits === 4) return group === 32 ? "mxfp4" : "nvfp4";
    return weights.numbers("block_structure") === undefined ? "fp8" : "fp8-block";
  }
  return integerFormat(bits, group ?? -1);
}

/** Whole numbers of `bits`, with a scale for each `group` of weights, or for each row where there are no groups. */
function integerFormat(bits: number, group: number): StorageType | undefined {
  if (bits === 8) return "int8";
  if (bits !== 4) return undefined;
  if (group <= 0) return "int4";
  return group <= 32 ? "int4-g32" : group <= 64 ? "int4-g64" : "int4-g128";
}

/** Modules left out, under the names of the several tools. */
function exclusions(quantization: ConfigFields): string[] {
  const fields = [
    "modules_to_not_convert",
    "ignored_layers",
    "ignore",
    "exclude_modules",
    "llm_int8_skip_modules",
  ];
  return fields.flatMap((name) => quantization.texts(name));
}

/** Modules of single layers that are left out by name, counted by their family; routers are wide anyhow. */
function partlyExcluded(patterns: readonly string[]): Map<WeightFamily, number> {
  const counts = new Map<WeightFamily, number>();
  for (const pattern of patterns) {
    if (!/layers\.\d+\./.test(pattern) || /(gate|router|norm)$/.test(pattern)) continue;
    const family = /experts/.test(pattern)
      ? "experts"
      : /(attn|attention|mixer)/.test(pattern)
        ? "attention"
        : /mlp|feed_forward/.test(pattern)
          ? "feed-forward"
          : undefined;
    if (family !== undefined) counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  return counts;
}

/** Whether `pattern`, an expression after `re:`, a name with `*`, or a part of a name, is of `module`. */
function matches(pattern: string, module: string): boolean {
  if (module === "") return false;
  const expression = pattern.startsWith("re:")
    ? pattern.slice(3)
    : pattern
        .split("*")
        .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*");
  const anchored = pattern.startsWith("re:") ? `^(?:${expression})` : `(?:^|\\.)${expression}(?:\\.|$)`;
  try {
    return new RegExp(anchored).test(module);
  } catch {
    return false;
  }
}
