/** Feed-forward parts of decoders with experts, layer by layer: which layers have them, how many, how wide, shared or not. */
import type { ConfigFields } from "../config-fields.ts";
import type { FeedForwardShape } from "../layer/feed-forward.ts";

/** The feed-forward part of each layer, by its number. */
export type FeedForwardAt = (index: number) => FeedForwardShape;

/** Experts of every `step`-th layer but those listed, as Qwen counts them; dense layers between. */
export const qwenExperts =
  (shared: boolean): ((config: ConfigFields) => FeedForwardAt) =>
  (config) => {
    const step = config.count("decoder_sparse_step", 1);
    const denseLayers = new Set(config.numbers("mlp_only_layers") ?? []);
    const hasDense = step > 1 || denseLayers.size > 0;
    const width = config.optionalCount("intermediate_size") ?? 1;
    const dense = { kind: "dense", width: hasDense ? config.count("intermediate_size") : width } as const;
    const routed = {
      kind: "experts",
      count: config.countOf(["num_experts", "num_local_experts", "n_routed_experts"]),
      active: config.countOf(["num_experts_per_tok", "num_experts_per_token"]),
      width: config.count("moe_intermediate_size"),
      gated: true,
      biases: false,
      correction: false,
      ...(shared ? { shared: { width: config.count("shared_expert_intermediate_size"), gate: true } } : {}),
    } as const;
    return (index) =>
      (index + 1) % step === 0 && !denseLayers.has(index) ? routed : { ...dense, gated: true, biases: false };
  };

/** Experts in every layer, `intermediate_size` wide, as Mixtral has them. */
export const localExperts =
  (options: { correction?: boolean; biases?: boolean } = {}): ((config: ConfigFields) => FeedForwardAt) =>
  (config) => {
    const { correction = false, biases = false } = options;
    const routed = {
      kind: "experts",
      count: config.countOf(["num_local_experts", "num_experts"]),
      active: config.countOf(["num_experts_per_tok", "experts_per_token"]),
      width: config.count("intermediate_size"),
      gated: true,
      biases,
      correction,
    } as const;
    return () => routed;
  };

/** Llama 4: experts on every step-th layer, beside a shared one as wide; other layers have a width of their own. */
export const llama4Experts = (config: ConfigFields, { layers }: { layers: number }): FeedForwardAt => {
  const step = config.count("interleave_moe_layer_step", 1);
  const listed = config.numbers("moe_layers");
  const hasExperts = (index: number) => (listed ? listed.includes(index) : (index + 1) % step === 0);
  const width = config.count("intermediate_size");
  const routed = {
    kind: "experts",
    count: config.count("num_local_experts"),
    active: config.count("num_experts_per_tok"),
    width,
    gated: true,
    biases: false,
    correction: false,
    shared: { width, gate: false },
  } as const;
  const anyDense = Array.from({ length: layers }, (_, index) => index).some((index) => !hasExperts(index));
  const denseWidth = anyDense ? config.count("intermediate_size_mlp") : width;
  if (!anyDense) config.regard("intermediate_size_mlp");
  return (index) =>
    hasExperts(index) ? routed : { kind: "dense", width: denseWidth, gated: true, biases: false };
};

/** GLM-4.5 and its like: first layers dense, then experts with a shared one and a correction of the router. */
export const firstDense =
  (options: { correction: boolean }) =>
  (config: ConfigFields): FeedForwardAt => {
    const first = config.countOrZero("first_k_dense_replace");
    const step = config.count("moe_layer_freq", 1);
    const listed = config.words("mlp_layer_types", ["dense", "sparse"]);
    const width = config.countOf(["moe_intermediate_size", "intermediate_size"]);
    const sharedCount = config.countOrZero(
      config.has("num_shared_experts") ? "num_shared_experts" : "n_shared_experts",
    );
    const denseWidth = config.optionalCount("intermediate_size") ?? width;
    const routed = {
      kind: "experts",
      count: config.countOf(["n_routed_experts", "num_experts", "num_local_experts"]),
      active: config.countOf(["num_experts_per_tok", "num_experts_per_token"]),
      width,
      gated: true,
      biases: false,
      correction: options.correction,
      ...(sharedCount > 0 ? { shared: { width: sharedCount * width, gate: false } } : {}),
    } as const;
    const dense = { kind: "dense", width: denseWidth, gated: true, biases: false } as const;
    const isDense = (index: number) =>
      listed.length > 0 ? listed[index] === "dense" : index < first || index % step !== 0;
    return (index) => (isDense(index) ? dense : routed);
  };
