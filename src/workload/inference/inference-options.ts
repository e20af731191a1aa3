/** The options of a serving workload in a scenario. */

import { z } from "zod";
import { type AnyPlugin, pluginChoice } from "../../base/plugin.ts";
import { amount, bandwidth, count, fraction, madeMost, size, tally, time } from "../../base/quantity.ts";
import { storageTypes } from "../../timing/data-types.ts";
import { kernelOptions } from "../kernel-options.ts";
import { resilienceOptions } from "../resilience/resilience-options.ts";
import { autoscalingOptions, countOrAuto, openCount, poolOptions, regionsOptions } from "./fleet-options.ts";
import type { InferenceCatalog, InferencePlugins } from "./inference-plugins.ts";
import { lengthChoice } from "./load/lengths/length-law.ts";
import { namedColumnsSchema } from "./load/traces/named-columns.ts";
import type { BatchingPolicy } from "./replica/batching/batching-policy.ts";
import { blockTokensDefault } from "./replica/kv-cache.ts";
import { compiledOptions } from "./time/compiled-shape.ts";

const unlimitedOr = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal("unlimited"), schema], { error: '"unlimited" or a size such as "2 TB"' });

/** A file of recorded requests, and what to play of it. */
function traceOptions(plugins: InferencePlugins) {
  return z.strictObject({
    kind: z
      .enum(plugins.traces.map(({ name }) => name) as [string, ...string[]])
      .optional()
      .meta({ description: "Told by the file when absent." }),
    file: z
      .string({ error: "the path of a trace file" })
      .meta({ description: "Takes the place of arrivals, input and output." }),
    columns: namedColumnsSchema.optional(),
    from: time().optional().meta({ description: "Start of the window to play, from the first request." }),
    to: time({ positive: true }).optional().meta({ description: "End of the window." }),
    speed: amount({ positive: true })
      .default(1)
      .meta({ description: "2 plays it in half the time: twice the load." }),
    loop: count({ positive: true, limit: madeMost })
      .default(1)
      .meta({ description: "Times it is played, one after the other." }),
  });
}

/** A batching policy whose options also say what graphs are compiled for. */
function withCompiled(policy: AnyPlugin<BatchingPolicy>): AnyPlugin<BatchingPolicy> {
  return { ...policy, options: { ...policy.options, ...compiledOptions } };
}

/** One kind of request in a mix. */
function classOptions(plugins: InferencePlugins) {
  return z.strictObject({
    name: z.string({ error: "a name" }).meta({ description: "In results by class." }),
    share: amount({ positive: true }).meta({ description: "Share of the requests, relative to the others." }),
    model: z
      .string({ error: "the name of a model" })
      .optional()
      .meta({ description: "What answers it: a catalog model on the same chips as the scenario's own." }),
    input: lengthChoice(plugins.lengths).optional().meta({ description: "The workload's when absent." }),
    output: lengthChoice(plugins.lengths).optional().meta({ description: "The workload's when absent." }),
    priority: count({ positive: false })
      .default(0)
      .meta({ description: "Less is more urgent, under `order: priority`." }),
    objectives: z
      .strictObject({
        ttft: time({ positive: true }).optional().meta({ description: "Time to the first token." }),
        tpot: time({ positive: true }).optional().meta({ description: "Mean time of each further token." }),
        e2el: time({ positive: true }).optional().meta({ description: "From arrival to the last token." }),
      })
      .default({})
      .meta({ description: "Limits of each request, for goodput." }),
  });
}

/** Turns of a conversation: each prompt holds all that was said before. */
function conversationOptions(plugins: InferencePlugins) {
  return z.strictObject({
    turns: lengthChoice(plugins.lengths).meta({ description: "Requests of one conversation." }),
    think: time()
      .default(0)
      .meta({ description: "Mean of the exponential time between an answer and the next." }),
    followUp: lengthChoice(plugins.lengths)
      .optional()
      .meta({ description: "Tokens a later turn adds; like `input` when absent." }),
  });
}

const prefixCacheOptions = z.strictObject({
  blockTokens: count()
    .optional()
    .meta({ description: "Tokens of one block identity; the trace's, else 512." }),
  hbm: z
    .boolean()
    .default(true)
    .meta({ description: "Keep blocks in the KV cache's own memory, the least recently used go first." }),
  tiers: z
    .array(
      z.strictObject({
        name: z.string({ error: "a name such as host" }).meta({ description: "In results." }),
        capacity: unlimitedOr(size({ positive: true })).meta({
          description: "For blocks; of each replica, or of all where shared.",
        }),
        bandwidth: bandwidth({ positive: true }).optional().meta({
          description:
            "The host link of the replica's chips when absent: the tier is memory of the host then.",
        }),
        latency: time().default(0).meta({ description: "Before the first byte of a fetch." }),
        shared: z.boolean().default(false).meta({ description: "One tier for all replicas." }),
      }),
    )
    .default([])
    .meta({ description: "Places outside the accelerators, the nearest first." }),
});

/** Every option of `kind: inference`. */
export function inferenceOptions(plugins: InferencePlugins, catalog: InferenceCatalog) {
  return {
    arrivals: pluginChoice(plugins.arrivals)
      .optional()
      .meta({ description: "When requests come; a trace says it itself." }),
    input: lengthChoice(plugins.lengths)
      .optional()
      .meta({ description: "Tokens of a prompt: a law, or a number." }),
    output: lengthChoice(plugins.lengths)
      .optional()
      .meta({ description: "Tokens of an answer: a law, or a number." }),
    trace: traceOptions(plugins).optional().meta({ description: "Requests from a file." }),
    images: count({ positive: false })
      .default(0)
      .meta({ description: "Images in each prompt of a multimodal model, beside `input` tokens of text." }),
    classes: z.array(classOptions(plugins)).min(1).optional().meta({ description: "A mix of requests." }),
    sharing: z
      .strictObject({
        weights: z.enum(["resident", "swapped"]).default("resident").meta({
          description: "Whether the weights of all models stay, or only those of the largest fit at once.",
        }),
        slice: time()
          .default(0)
          .meta({ description: "Least time a model keeps the cores while another waits; 0: one step each." }),
      })
      .default({ weights: "resident", slice: 0 })
      .meta({ description: "How models share chips, where classes name models of their own." }),
    conversation: conversationOptions(plugins)
      .optional()
      .meta({ description: "Requests of one user build on each other." }),
    sharedPrefix: z
      .strictObject({
        tokens: count().meta({ description: "Length of the prefix." }),
        share: fraction({ positive: true, max: 1 })
          .default(1)
          .meta({ description: "Of the prompts that begin with one." }),
        kinds: count().default(1).meta({ description: "Different prefixes, equally likely." }),
      })
      .optional()
      .meta({ description: "A system prompt that a share of the prompts begins with." }),
    parallelism: z
      .strictObject({
        tensor: countOrAuto.meta({
          description:
            "Ranks that share each layer. auto: best for the objectives, else most tokens a dollar, of the degrees that the software loads and with which every request fits.",
        }),
        pipeline: openCount.optional().meta({
          description:
            "Stages of layers, each on ranks of its own. auto: 1, or the fewest of 2, 4, 8, 16 with which it fits; the default where `tensor` is auto, else 1.",
        }),
        expert: openCount.optional().meta({
          description:
            "Ranks, out of the tensor ranks, that whole experts are spread over. auto: 1, or as many as divide the experts, whichever serves the load better; the default where `tensor` is auto, else 1.",
        }),
        context: count().default(1).meta({
          description: "Ranks that share each sequence: the tokens of its prompt, and its KV cache.",
        }),
        attentionGroups: count().default(1).meta({
          description: "Groups of the tensor ranks that attend to requests of their own (DP attention).",
        }),
        replicas: countOrAuto.meta({
          description: "Copies of the model. auto: as many as the cluster holds.",
        }),
      })
      .default({
        tensor: "auto",
        context: 1,
        attentionGroups: 1,
        replicas: "auto",
      })
      .meta({ description: "How ranks share the model." }),
    experts: z
      .strictObject({
        imbalance: z
          .number()
          .min(1)
          .default(1)
          .meta({ description: "Tokens of the busiest expert rank over the mean; the others wait for it." }),
      })
      .default({ imbalance: 1 })
      .meta({ description: "Of a mixture of experts." }),
    precision: z
      .strictObject({
        weights: z
          .enum(storageTypes)
          .optional()
          .meta({ description: "Matrices of the layers; as the model is stored when absent, else bf16." }),
        embeddings: z
          .enum(storageTypes)
          .optional()
          .meta({ description: "Embedding and output head; 16 bits where the layers are narrower." }),
        experts: z.enum(storageTypes).optional().meta({ description: "Routed experts; as `weights`." }),
        sparsity: z
          .string()
          .regex(/^\d+:\d+$/, { error: 'a pattern such as "4:16"' })
          .optional()
          .meta({
            description:
              "Weights kept of each group, such as 4:16, where the chip multiplies such groups faster.",
          }),
        kvCache: z
          .enum(storageTypes)
          .default("bf16")
          .meta({ description: "Keys and values as they are kept." }),
        activations: z.enum(["fp32", "bf16", "fp16", "fp8", "int8"]).default("bf16").meta({
          description:
            "What is handed from operator to operator, and between ranks; int8 beside int8 weights multiplies in int8.",
        }),
      })
      .default({ kvCache: "bf16", activations: "bf16" })
      .meta({ description: "Formats of numbers." }),
    batching: pluginChoice(plugins.batching.map(withCompiled), "continuous").meta({
      description: "Who joins a batch when.",
    }),
    kernels: kernelOptions(catalog.models, "inference"),
    order: pluginChoice(plugins.orders, "fcfs").meta({ description: "Who of those that wait goes first." }),
    kvCache: z
      .strictObject({
        blockTokens: count()
          .default(blockTokensDefault)
          .meta({ description: "Tokens of one block of the cache." }),
        watermark: fraction().default(0).meta({ description: "Share kept free of newcomers." }),
        preemption: z
          .enum(["recompute", "swap"])
          .default("recompute")
          .meta({ description: "What a request that loses its place does with its KV cache." }),
        swapBandwidth: bandwidth({ positive: true })
          .optional()
          .meta({ description: "To host memory; the host link of the replica's chips when absent." }),
      })
      .default({ blockTokens: blockTokensDefault, watermark: 0, preemption: "recompute" })
      .meta({ description: "Memory of keys and values." }),
    prefixCache: prefixCacheOptions.optional().meta({
      description:
        "Prompts that begin alike are read once, so that hits follow from sharedPrefix, conversations or a trace; none when absent.",
    }),
    router: pluginChoice(plugins.routers, "least-outstanding").meta({
      description: "Which replica a request goes to.",
    }),
    signalAge: time().default(0).meta({ description: "How often routers learn of the replicas' load." }),
    maxOutstanding: count()
      .optional()
      .meta({ description: "Requests waiting or running at a replica beyond which newcomers are rejected." }),
    timeout: z
      .strictObject({
        queue: time({ positive: true })
          .optional()
          .meta({ description: "From arrival to the start of its prefill." }),
        total: time({ positive: true }).optional().meta({ description: "From arrival to its last token." }),
      })
      .default({})
      .meta({ description: "Requests leave that have not started, or not ended, in time." }),
    ownWeight: amount().default(1).meta({
      description:
        "Share of the traffic of the scenario's own replicas beside the pools, under `router: weighted`.",
    }),
    pools: z
      .array(poolOptions(catalog))
      .default([])
      .meta({ description: "Replicas on other hardware, behind the same router." }),
    regions: regionsOptions.optional().meta({ description: "Replicas and clients in several places." }),
    autoscaling: autoscalingOptions(plugins)
      .optional()
      .meta({ description: "Of the fleet, or of each region by itself." }),
    disaggregation: z
      .strictObject({
        prefillReplicas: count().meta({ description: "Of the replicas, those that prefill." }),
        bandwidth: bandwidth({ positive: true })
          .optional()
          .meta({ description: "Of a replica's way to another; that of the cluster's network when absent." }),
      })
      .optional()
      .meta({ description: "Some replicas prefill, the others decode; keys and values go between." }),
    speculation: pluginChoice(plugins.speculations)
      .optional()
      .meta({ description: "Several tokens proposed, and verified in one step; none when absent." }),
    adapters: z
      .strictObject({
        count: count().meta({ description: "Different adapters." }),
        rank: count().default(16).meta({ description: "Of their matrices." }),
        resident: count().optional().meta({
          description:
            "Of them, those in device memory; when absent those of a full batch, of 32 where the batch is left open.",
        }),
      })
      .optional()
      .meta({
        description: "LoRA adapters, equally popular, one a request; others come over the host link.",
      }),
    failures: z
      .strictObject({
        mtbf: time({ positive: true })
          .optional()
          .meta({ description: "Mean time to failure of a replica; that of `causes` when absent." }),
        causes: resilienceOptions(plugins.failures).failures.meta({
          description:
            "A table of rates by cause, or causes, as in training: of the units on which a replica stands, each replica by itself.",
        }),
        detection: time().default(0).meta({ description: "Until a health check notices a failure." }),
        repair: time({ positive: true }).meta({ description: "Until it serves again." }),
        retries: count({ positive: false })
          .default(3)
          .meta({ description: "Of a request that a failure struck." }),
      })
      .refine(({ mtbf, causes }) => (mtbf === undefined) !== (causes === undefined), {
        error: "mtbf, or causes",
        path: ["mtbf"],
      })
      .optional()
      .meta({ description: "Of replicas; none fails when absent." }),
    stages: z
      .strictObject({
        before: time().default(0).meta({ description: "Before the model." }),
        after: time().default(0).meta({ description: "After it." }),
        network: time().default(0).meta({ description: "One way to the client." }),
      })
      .default({ before: 0, after: 0, network: 0 })
      .meta({
        description: "Fixed times: before the model (retrieval), after it, and one way to the client.",
      }),
    delivery: z
      .enum(["streaming", "whole"])
      .default("streaming")
      .meta({ description: "Whether the client sees tokens as they come, or the whole answer at its end." }),
    duration: time({ positive: true })
      .optional()
      .meta({ description: "Arrivals end after this time; what has come is served." }),
    requests: tally().optional().meta({ description: "Arrivals end after this many." }),
    warmup: z
      .union([z.literal("auto"), time()], { error: '"auto" or a time' })
      .optional()
      .meta({
        description:
          "Requests that arrive earlier than this are served and not counted; auto: found by the rule MSER-5 on end-to-end latencies of a first run.",
      }),
  };
}

/** The keys of `kind: inference`, each with its schema. */
export type InferenceShape = ReturnType<typeof inferenceOptions>;

/** Parsed options of a serving workload. */
export type InferenceOptions = z.output<z.ZodObject<InferenceShape>>;
