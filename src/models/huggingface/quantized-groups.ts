/**
 * Groups of modules in formats of their own, as the tools write them: `config_groups` of compressed-tensors, of which a module
 * outside all groups stays wide; `dynamic` of GPTQ, whose rules change single modules or leave them out and where the others
 * are as the file says (documentation of GPTQModel); `quantized_layers` of ModelOpt in mixed precision, where only modules that
 * are named are quantised (documentation of TensorRT Model Optimizer).
 */
import type { ConfigFields } from "../config-fields.ts";
import type { StorageType } from "../weight-format.ts";
import { type ModulePattern, mayNameLayer, modulePattern } from "./module-pattern.ts";

/** The format of a module by its names, and the names or patterns that the file has. */
export interface QuantizedGroups {
  of: (modules: readonly string[]) => StorageType;
  names: readonly string[];
  /** Layers may differ. */
  namesLayers: boolean;
}

/** What most weights are in, and what those that are not quantised are in. */
interface FormatsOfFile {
  format: StorageType;
  wide: StorageType;
}

/** The groups of a file: of all modules where its tool has none. */
export function quantizedGroups(quantization: ConfigFields, formats: FormatsOfFile): QuantizedGroups {
  const { format, wide } = formats;
  const groups = compressedGroups(quantization);
  if (groups.length > 0) {
    const namesLayers = groups.some((group) => group.namesLayers === true);
    return { of: (modules) => groupOf(groups, modules)?.format ?? wide, names: [], namesLayers };
  }
  if (quantization.has("quantized_layers")) return namedLayers(quantization, wide);
  if (quantization.has("dynamic")) {
    const rules = dynamicRules(quantization, formats);
    return { of: (modules) => groupOf(rules, modules)?.format ?? format, names: [], namesLayers: true };
  }
  return { of: () => format, names: [], namesLayers: false };
}

/** Modules and the format they are stored in; undefined where it is none that weights are stored in. */
interface ModuleGroup {
  format: StorageType | undefined;
  targets: readonly ModulePattern[];
  /** Whether a target may name a layer. */
  namesLayers?: boolean;
}

function groupOf(groups: readonly ModuleGroup[], modules: readonly string[]): ModuleGroup | undefined {
  return groups.find(({ targets }) => targets.some((target) => target(modules)));
}

/** The groups of a compressed-tensors file, in order; none in files of other tools. */
function compressedGroups(quantization: ConfigFields): ModuleGroup[] {
  if (quantization.text("quant_method") !== "compressed-tensors") return [];
  const groups = quantization.object("config_groups");
  return groups.names().map((name) => {
    const group = groups.object(name);
    group.regard("input_activations", "output_activations", "format");
    const targets = group.texts("targets");
    return {
      format: groupFormat(group.object("weights")),
      namesLayers: targets.some((target) => target !== "Linear" && mayNameLayer(target)),
      // `Linear` is the class of every matrix; without targets a group is of all.
      targets: (targets.length === 0 ? ["Linear"] : targets).map((target) =>
        target === "Linear" ? () => true : (modulePattern(target) ?? (() => false)),
      ),
    };
  });
}

/** The format of most weights of a compressed-tensors file: of the group of all matrices, or of the first. */
export function compressedFormat(quantization: ConfigFields): StorageType | undefined {
  const groups = compressedGroups(quantization);
  if (groups.length === 0) quantization.expect("config_groups", "an object with at least one group");
  if (groups.some(({ format }) => format === undefined)) return undefined;
  return groupOf(groups, [""])?.format ?? groups[0]?.format;
}

function groupFormat(weights: ConfigFields): StorageType | undefined {
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
export function integerFormat(bits: number, group: number): StorageType | undefined {
  if (bits === 8) return "int8";
  if (bits !== 4) return undefined;
  if (group <= 0) return "int4";
  return group <= 32 ? "int4-g32" : group <= 64 ? "int4-g64" : "int4-g128";
}

/** Rules of GPTQ by expression, the first that fits counts: `-:` leaves modules wide, `+:` or nothing changes bits or groups. */
function dynamicRules(quantization: ConfigFields, { format, wide }: FormatsOfFile): ModuleGroup[] {
  const rules = quantization.object("dynamic");
  const bitsOfFile = quantization.countOf(["bits", "w_bit"]);
  return rules.names().map((key) => {
    const rule = rules.object(key);
    rule.regardAll();
    const expression = key.replace(/^[+-]:/, "");
    const pattern = modulePattern(`re:${expression}`);
    if (pattern === undefined) rules.expect(key, "an expression that can be read, after +: or -:");
    const targets = pattern === undefined ? [] : [pattern];
    if (key.startsWith("-:")) return { format: wide, targets };
    if (!rule.has("bits") && !rule.has("group_size")) return { format, targets };
    const group = rule.number("group_size", quantization.number("group_size", 128));
    const own = integerFormat(rule.count("bits", bitsOfFile), group);
    if (own === undefined) rule.expect("bits", "8 or 4");
    return { format: own, targets };
  });
}

/** The format of a ModelOpt algorithm; undefined where weights are stored in none that is known. */
export function algorithmFormat(algorithm: string, group: number | undefined): StorageType | undefined {
  if (algorithm === "NVFP4" || algorithm === "NVFP4_AWQ") return "nvfp4";
  if (algorithm.startsWith("FP8")) return "fp8";
  if (algorithm === "W4A16_AWQ" || algorithm === "W4A8_AWQ") return integerFormat(4, group ?? 128);
  return algorithm === "INT8_SQ" || algorithm === "W8A16" ? "int8" : undefined;
}

/** Formats by the names of `quantized_layers`. Notes algorithms that are not known. */
function layerFormats(quantization: ConfigFields): Map<string, StorageType> {
  const layers = quantization.object("quantized_layers");
  const formats = new Map<string, StorageType>();
  for (const name of layers.names()) {
    const layer = layers.object(name);
    const algorithm = (layer.text("quant_algo") ?? "").toUpperCase();
    layer.regard("awq_block_size", "has_zero_point", "pre_quant_scale");
    const format = algorithmFormat(algorithm, layer.optionalCount("group_size"));
    if (format === undefined) layer.expect("quant_algo", "FP8, NVFP4, W4A16_AWQ or INT8_SQ");
    // What stands before the layers differs between files of one model, and says nothing.
    else formats.set(name.replace(/^.*?(?=layers\.)/, ""), format);
  }
  return formats;
}

/** The format of the most modules of `quantized_layers`; undefined where there are none. */
export function usualFormat(quantization: ConfigFields): StorageType | undefined {
  const counts = new Map<StorageType, number>();
  for (const format of layerFormats(quantization).values()) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Modules by name: a module has the format of itself or of the nearest that it is part of. */
function namedLayers(quantization: ConfigFields, wide: StorageType): QuantizedGroups {
  const formats = layerFormats(quantization);
  const formatOf = (name: string): StorageType | undefined => {
    const parts = name.split(".");
    for (let length = parts.length; length > 0; length--) {
      const found = formats.get(parts.slice(0, length).join("."));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const of = (modules: readonly string[]) => {
    for (const name of modules) {
      const found = formatOf(name);
      if (found !== undefined) return found;
    }
    return wide;
  };
  return { of, names: [...formats.keys()], namesLayers: true };
}
