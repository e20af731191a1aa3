/**
 * The formats of a checkpoint's weights: `torch_dtype`, and `quantization_config` where some of them are narrower.
 * Quantisation is of the matrices of layers; embeddings, output head, norms and router stay wide, and so do the modules
 * that the file excludes by name.
 */
import type { Problem } from "../../base/errors.ts";
import type { ConfigFields } from "../config-fields.ts";
import type { WeightFamily } from "../layer/weight.ts";
import type { StoredFormats } from "../stored-formats.ts";
import type { StorageType } from "../weight-format.ts";
import { mayNameLayer, modulePattern } from "./module-pattern.ts";
import {
  algorithmFormat,
  compressedFormat,
  integerFormat,
  quantizedGroups,
  usualFormat,
} from "./quantized-groups.ts";
import type { ModuleFormats } from "./quantized-modules.ts";

const wideTypes: Readonly<Record<string, StorageType>> = {
  bfloat16: "bf16",
  float16: "fp16",
  half: "fp16",
  float32: "fp32",
  float: "fp32",
};

const alwaysWide: readonly WeightFamily[] = ["embeddings", "head", "norms", "router", "image", "other"];

/** What a file says of formats: of most weights, and of modules one by one where it is quantised. */
export interface FileFormats {
  stored: StoredFormats;
  modules?: ModuleFormats;
}

/** What `config` says of its weights' formats; undefined where it says nothing. Notes what cannot be read in `problems`. */
export function fileFormats(config: ConfigFields, problems: Problem[]): FileFormats | undefined {
  // Files of language models within larger ones may say it of these alone.
  const holders = config.has("text_config") ? [config, config.object("text_config")] : [config];
  const named = holders.map((each) => each.text("torch_dtype") ?? each.text("dtype")).find(Boolean);
  for (const each of holders) {
    for (const field of ["torch_dtype", "dtype"]) {
      if (each.has(field) && each.text(field) === undefined) each.expect(field, "the name of a type");
    }
  }
  const written = wideTypes[(named ?? "").replace("torch.", "")];
  const sources = holders.flatMap((holder) =>
    ["quantization_config", "compression_config"].map((source) => ({ holder, source })),
  );
  const found = sources.find(({ holder, source }) => holder.has(source));
  if (found === undefined) return written === undefined ? undefined : { stored: { weights: written } };
  const { source } = found;
  const quantization = found.holder.object(source);
  const format = formatOf(quantization);
  if (format === undefined) {
    const method = quantization.text("quant_method") ?? "nothing";
    const algorithm = quantization.text("quant_algo");
    const bits = quantization.number("bits", 0);
    problems.push({
      path: `${source}.quant_method`,
      found: `"${method}"${algorithm ? ` of ${algorithm}` : ""}${bits > 0 ? ` of ${bits} bits` : ""}`,
      expected:
        "fp8, fbgemm_fp8, gptq or awq of 8 or 4 bits, mxfp4, modelopt of FP8, NVFP4, W4A16_AWQ or MIXED_PRECISION of these, compressed-tensors or bitsandbytes; or without it, and precision in the scenario",
    });
    return undefined;
  }
  const wide = written ?? "bf16";
  return {
    stored: { weights: format, families: Object.fromEntries(alwaysWide.map((family) => [family, wide])) },
    modules: moduleFormats(quantization, { format, wide, note: (text) => config.note(text) }),
  };
}

/** The format of each module: wide where it is excluded, else that of the first group that has it. */
function moduleFormats(
  quantization: ConfigFields,
  { format, wide, note }: { format: StorageType; wide: StorageType; note: (text: string) => void },
): ModuleFormats {
  const names = exclusions(quantization);
  const patternOf = (name: string) => {
    const pattern = modulePattern(name);
    if (pattern === undefined) note(`${name.slice(0, 60)} cannot be read as an expression: of no module`);
    return pattern ?? (() => false);
  };
  const excluded = names.map(patternOf);
  const isExpertsOnly = quantization.text("quant_method") === "mxfp4";
  const groups = quantizedGroups(quantization, { format, wide });
  return {
    namesExperts: [...names, ...groups.names].some((name) => /experts\\?\.(?:\d|\(|\[)/.test(name)),
    namesLayers: groups.namesLayers || names.some(mayNameLayer),
    of: (modules, family) => {
      if (isExpertsOnly && family !== "experts") return wide;
      if (excluded.some((pattern) => pattern(modules))) return wide;
      return groups.of(modules);
    },
  };
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
    return algorithm === "MIXED_PRECISION"
      ? usualFormat(quantization)
      : algorithmFormat(algorithm, undefined);
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
