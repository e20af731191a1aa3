/** Commented starter scenarios, by kind of workload. */
export const starters = {
  inference: `# Serving: how many instances serve this load within the objectives, and at what price?
# Run it: trnsim run FILE
name: my-chat
description: What does it take to serve Llama 3.1 70B to chat users?
seed: 1                              # same seed, same bytes
cluster:
  instance: trn2.48xlarge            # trnsim catalog instances
  count: 1
  pricing: auto                      # on-demand where listed, else capacity block
  # Prompts padded to a power of two (context-encoding buckets), not to the whole compiled context.
  software: { from: nxdi, set: { prefillToContext: never } }
model: llama-3.1-70b                 # trnsim catalog models, or { huggingface: ./config.json }
workload:
  kind: inference
  arrivals: { kind: poisson, rate: 1/s }
  input: { kind: lognormal, mean: 1155, p99: 4142, max: 8000 }   # prompt tokens
  output: { kind: lognormal, mean: 211, p99: 601, max: 2000 }    # answer tokens
  # trace: { file: azure_llm_2023_conv.csv }                     # takes the place of the three above
  parallelism: { tensor: 32, pipeline: 1, replicas: auto }
  precision: { weights: bf16, kvCache: bf16 }
  batching: { kind: continuous, maxBatch: 16 }
  router: least-outstanding
  duration: 10 min
  warmup: 1 min
objectives: { ttftP99: 5 s, tpotP99: 100 ms }
variants:                            # the scenario above is the first variant, \`base\`
  - name: ultraserver
    set: { cluster.instance: trn2u-ultraserver }
`,
  training: `# Training: how long does this run take, and what does it cost?
# Run it: trnsim run FILE
name: my-pretraining
description: How long does it take to pre-train Llama 3.1 8B on 1 trillion tokens, and what does it cost?
cluster:
  instance: trn2.48xlarge            # trnsim catalog instances
  count: 16
model: llama-3.1-8b                  # trnsim catalog models
workload:
  kind: training
  tokens: 1T                         # of the whole run
  sequenceLength: 4096
  globalBatch: 1024                  # sequences per optimizer step
  microBatch: 1
  parallelism: { data: auto, tensor: 16, pipeline: 1, sequence: true, zero: 1 }
  schedule: 1f1b
  recompute: selective               # none | selective | full
  optimizer: adamw
`,
} as const;

/** Kinds there is a starter for. */
export type StarterKind = keyof typeof starters;
