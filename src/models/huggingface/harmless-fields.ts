/**
 * Fields of `config.json` that change neither the size of a model nor the work of a pass: names of things, training
 * settings, numbers within a formula whose cost is the same, and how experts are picked (not how many).
 */
const harmless = [
  /^_/,
  /^(architectures|auto_map|model_type|transformers_version|torch_dtype|dtype|use_cache|return_dict)$/,
  /(token|tokens|token_id|token_index|token_ids)$/,
  /(dropout|_pdrop|_drop|layerdrop|jitter)/,
  /(eps|epsilon)$/,
  /^(initializer|init_)|initializer_|_std$|_range$|_init$/,
  /rope|rotary|^position_encoding_base/,
  /(hidden_act|hidden_activation|activation|activation_function|_act_fn|_act|act_fn)$/,
  /(softcap|softcapping|softmax_in_fp32|query_pre_attn_scalar|temperature|attn_temperature_tuning)/,
  /^(floor_scale|attn_scale|logit_scale|scale_|routed_scaling_factor|.*_multiplier|logits_scaling|scaling_factor)/,
  /^(id2label|label2id|problem_type|classifier_|summary_|num_labels|finetuning_task|cls_)/,
  /(aux_loss|loss_coef|output_router_logits|z_loss|loss_weight|router_)/,
  /^(n_group|topk_group|topk_method|norm_topk_prob|scoring_func|num_expert_group|ep_size|seq_aux|swiglu_limit)/,
  /^(pretraining_tp|gradient_checkpointing|is_encoder_decoder|is_decoder|attn_implementation|attention_implementation)/,
  /^(mamba_ssm|mamba_proj|mamba_hidden|use_mamba|use_mambapy|residual_in_fp32|rescale_prenorm|time_step_|use_associative)/,
  /^(cache_implementation|mask_time|mask_feature|layernorm_(full|linear)_attention|layernorm_mlp)/,
  /^(num_logits_to_keep|max_window_layers|tokenizer_class|vision_feature|unsloth|bos|eos|pad)/,
  /^(original_max_position|initial_context_length|rope_theta|language_model_only|spatial_merge|image_seq)/,
];

/** Whether a field of this name can be passed over in silence. */
export function isHarmless(name: string): boolean {
  return harmless.some((pattern) => pattern.test(name));
}
