/** Commented starter scenarios, by kind of workload; `jobs` for several. */
import type { Starter } from "../workload/starter.ts";

export const starters: Readonly<Record<string, Starter>> = {
  inference: {
    text: `# Serving: how many instances serve this load within the objectives, and at what price?
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
    asked: "serving a model",
    elsewhere: () => ({
      name: "my-serving",
      "cluster.software": undefined,
      "workload.parallelism.tensor": "auto",
    }),
  },
  training: {
    text: `# Training: how long does this run take, and what does it cost?
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
  recompute: selective               # none | selective | full
  optimizer: adamw
`,
    asked: "training a model",
    elsewhere: () => ({ "workload.parallelism.tensor": undefined }),
  },
  queue: {
    text: `# A queue: how long do jobs wait for a cluster, and what does another policy change?
# Run it: trnsim run FILE
name: my-queue
description: How long do 500 experiments wait for four instances, first come first served and with easy backfilling?
seed: 1                              # same seed, same bytes
cluster:
  instance: trn1.32xlarge            # trnsim catalog instances
  count: 4
workload:
  kind: queue
  jobs:
    count: 500
    rate: 6/h                        # submitted on average
    accelerators: [1, 1, 2, 4, 16, 32]                           # each as likely as any other
    duration: { kind: lognormal, mean: 100 min, sigma: 1.2 }
    users: 5
  # trace: { file: jobs.swf }                                    # takes the place of jobs
  policy: fifo
variants:
  - name: backfilling
    set: { workload.policy: easy }
`,
  },
  pipeline: {
    text: `# A pipeline of jobs: what do all stages of a model's life cost, and how long do they take?
# Run it: trnsim run FILE
name: my-life-cycle
description: What does it cost to prepare text, to tune Llama 3.1 8B on it and to serve it for a month?
cluster:
  instance: trn2.48xlarge            # of stages that name none: trnsim catalog instances
  count: 1
workload:
  kind: pipeline
  stages:
    - name: prepare
      workload: { kind: host-work, vcpuTime: "2,000 h" }
      cluster: { instance: c6i.32xlarge, count: 2 }
      artefact: { size: 40 GB, bandwidth: 5 GB/s }
    - name: tune
      needs: [prepare]
      model: llama-3.1-8b            # trnsim catalog models
      workload: { kind: training, tokens: 2B, sequenceLength: 4096, globalBatch: 256 }
      artefact: { size: 16 GB, bandwidth: 5 GB/s }
    - name: serve
      needs: [tune]
      hold: 30 d                     # what the played minutes show, for so long
      model: llama-3.1-8b
      workload:
        kind: inference
        arrivals: { kind: poisson, rate: 2/s }
        input: { kind: lognormal, mean: 600, p99: 2400, max: 6000 }
        output: { kind: lognormal, mean: 200, p99: 800, max: 2000 }
        duration: 5 min
      cluster: { instance: inf2.48xlarge }
objectives: { pipelineTime: 45 d, pipelineUsd: 30000 }
`,
  },
  alignment: {
    text: `# Reinforcement learning from feedback: how long do rounds of answering and learning take?
# Run it: trnsim run FILE
name: my-alignment
description: Is Llama 3.1 8B aligned faster with all four instances answering and learning in turn, or with two for each?
seed: 1                              # same seed, same bytes
cluster:
  instance: trn2.48xlarge            # trnsim catalog instances
  count: 4
model: llama-3.1-8b                  # trnsim catalog models
workload:
  kind: alignment
  iterations: 500
  prompts: 128                       # of a round
  answers: 8                         # to each prompt
  input: { kind: constant, tokens: 512 }                         # prompt tokens
  output: { kind: lognormal, mean: 700, p99: 3000, max: 3584 }   # answer tokens
  generation: { batching: { kind: continuous, maxBatch: 32 } }
  training: { sequenceLength: 4096 }
variants:
  - name: apart
    set: { workload.generation.instances: 2 }
`,
  },
  "roll-out": {
    text: `# A roll-out: how long until a new model has all the traffic, and do its users wait too long on the way?
# Run it: trnsim run FILE
name: my-roll-out
description: Does Qwen3 8B take over from Llama 3.1 8B within a day, on as many instances of its own?
seed: 1                              # same seed, same bytes
cluster:
  instance: g6e.12xlarge             # trnsim catalog instances
  count: 2
model: llama-3.1-8b                  # the one that goes: trnsim catalog models
workload:
  kind: roll-out
  serving:
    arrivals: { kind: poisson, rate: 8/s }
    input: { kind: lognormal, mean: 400, p99: 2000, max: 4000 }  # prompt tokens
    output: { kind: lognormal, mean: 150, p99: 600, max: 1000 }  # answer tokens
    duration: 2 min
    warmup: 20 s
    pools:
      - { name: new, instance: g6e.12xlarge, count: 2, model: qwen3-8b }
  pool: new
  steps:
    - { share: 5%, for: 4 h }
    - { share: 50%, for: 8 h }
    - { share: 100%, for: 12 h }
  guard: { metric: ttftP99, atMost: 1 s, worseBy: 0.5 }
`,
    elsewhere: (instance) => ({ "workload.serving.pools.0.instance": instance }),
  },
  "host-work": {
    text: `# Work of hosts: how long does preparation take on processors, and what does it cost?
# Run it: trnsim run FILE
name: my-preparation
description: How long do 10,000 vCPU hours take on twenty processor instances, and on idle hosts of accelerators?
cluster:
  instance: c6i.32xlarge             # trnsim catalog instances
  count: 20
workload:
  kind: host-work
  vcpuTime: 10,000 h
variants:
  - name: idle-hosts
    set: { cluster.instance: trn1.32xlarge }
`,
  },
  jobs: {
    text: `# Several jobs at once: what do they do to each other on one fabric?
# Run it: trnsim run FILE
name: my-jobs
description: What do training and serving side by side do to each other?
seed: 1                              # same seed, same bytes
cluster:
  instance: trn1.32xlarge            # trnsim catalog instances
  count: 3
jobs:
  - name: tune
    model: llama-3.1-8b              # trnsim catalog models
    instances: 2
    workload: { kind: training, tokens: 20M, sequenceLength: 4096, globalBatch: 64 }
  - name: chat
    model: llama-3.1-8b
    instances: 1
    workload:
      kind: inference
      arrivals: { kind: poisson, rate: 2/s }
      input: { kind: lognormal, mean: 600, p99: 2400, max: 6000 }
      output: { kind: lognormal, mean: 200, p99: 800, max: 2000 }
      duration: 2 min
`,
  },
};
