/** What a file of an unknown type looks like, in words of shape: never another architecture's name to put in its place. */

/** Where the fields of the language model stand, and which parts of a layer they speak of. */
export function nearestShapes(config: Record<string, unknown>): string {
  const inner = config.text_config;
  const isNested = typeof inner === "object" && inner !== null;
  const fields = Object.keys(isNested ? (inner as object) : config);
  const has = (pattern: RegExp) => fields.some((name) => pattern.test(name));
  const parts = [
    has(/kv_lora_rank/) && "latent attention",
    has(/^linear_(num|key|value)|linear_attn/) && "gated-delta layers",
    has(/mamba|ssm|d_state|state_size/) && "state-space layers",
    has(/sliding_window|local_attention|attention_chunk/) && "sliding-window layers",
    has(/num_attention_heads|n_heads?$/) && !has(/kv_lora_rank/) && "grouped attention",
    has(/experts/) && "experts",
    has(/shared_expert/) && "a shared expert",
    has(/first_k_dense/) && "dense first layers",
  ].filter((part) => part !== false);
  const where = isNested ? "its shape is nested under text_config, and" : "the file";
  return parts.length === 0
    ? `${where} names no sizes that are known`
    : `${where} speaks of ${parts.join(", ")}`;
}
