/** What a training scenario can say. */
import { z } from "zod";
import { type AnyPlugin, pluginChoice } from "../../base/plugin.ts";
import { bandwidth, count, fraction, size, tally, time } from "../../base/quantity.ts";
import type { Model } from "../../models/model.ts";
import { kernelOptions } from "../kernel-options.ts";
import type { FailureModel } from "../resilience/failure-model.ts";
import { resilienceOptions } from "../resilience/resilience-options.ts";
import type { Compression } from "./compressions/compression.ts";
import { scalings } from "./job/low-precision.ts";
import { dimensions } from "./job/mesh.ts";
import { type Optimizer, optimizers } from "./job/optimizers.ts";
import { axes } from "./job/placement.ts";
import { resumeSchema } from "./resume-schema.ts";
import type { Schedule } from "./schedules/schedule.ts";

/** Plug-ins that a training scenario chooses from. */
export interface TrainingPlugins {
  schedules: readonly AnyPlugin<Schedule>[];
  compressions: readonly AnyPlugin<Compression>[];
  failures: readonly AnyPlugin<FailureModel>[];
}

const optimizerNames = Object.keys(optimizers) as [Optimizer, ...Optimizer[]];
const parallelismDefault = {
  data: "auto",
  tensor: "auto",
  context: 1,
  contextExchange: "ring",
  sequence: "auto",
  asyncTensor: false,
  zero: 1,
} as const;

const countOrAuto = z.union([z.literal("auto"), count()], { error: '"auto" or a whole count' });

/** The options over these plug-ins and the models whose operators can be named. */
export function trainingOptions(plugins: TrainingPlugins, models: readonly Model[]) {
  const axis = z.enum(axes, { error: `one of ${axes.join(", ")}` });
  return {
    tokens: tally().optional().meta({ description: "Tokens of the whole run, for time and cost to train." }),
    samples: tally()
      .optional()
      .meta({ description: "Sequences or images of the whole run, in place of its tokens." }),
    sequenceLength: count().optional().meta({
      description:
        "Tokens of a sequence; networks of images have none, vision transformers their patches when absent.",
    }),
    imageSize: count()
      .optional()
      .meta({ description: "Side of the images of an image network, pixels; its own when absent." }),
    logitTokens: count().optional().meta({
      description:
        "Tokens of each sequence whose words are predicted, such as the masked ones of BERT; when absent all where the model has a head, else none.",
    }),
    globalBatch: count().meta({ description: "Sequences or images per optimizer step." }),
    microBatch: count().default(1).meta({ description: "Sequences or images of one pass." }),
    parallelism: z
      .strictObject({
        data: countOrAuto
          .default("auto")
          .meta({ description: "auto: as many of the ranks that are left as divide the global batch." }),
        tensor: countOrAuto
          .default("auto")
          .meta({ description: "auto: the shortest step of those with which the model fits." }),
        pipeline: countOrAuto.optional().meta({
          description: "auto: the shortest step; the default where `tensor` is auto, else 1.",
        }),
        stageLayers: z
          .union([z.literal("balanced"), z.array(count())], { error: '"balanced" or a list of counts' })
          .optional()
          .meta({
            description:
              "Layers of each pipeline stage, or balanced: embedding and loss count as a layer each, so that the first and the last stage hold one fewer; when absent equal parts, or nearly equal ones where `pipeline` is auto.",
          }),
        expert: countOrAuto.optional().meta({
          description:
            "Data-parallel ranks over which experts are spread. auto: the shortest step; the default where `tensor` is auto, else 1.",
        }),
        context: count().default(1).meta({ description: "Ranks that share each sequence." }),
        contextExchange: z.enum(["ring", "all-to-all"]).default("ring").meta({
          description: "Keys and values go round a ring, or heads are exchanged for tokens (Ulysses).",
        }),
        sequence: z
          .union([z.boolean(), z.literal("auto")], { error: "true, false or auto" })
          .default("auto")
          .meta({
            description:
              "Tensor ranks share the tokens of norms and dropouts too (sequence parallelism); `auto` where the step is shorter, or the job does not fit without.",
          }),
        asyncTensor: z.boolean().default(false).meta({
          description:
            "Tensor exchanges run in pieces beside the matmuls of their layer; with sequence parallelism.",
        }),
        zero: z
          .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)], { error: "0, 1, 2 or 3" })
          .default(1)
          .meta({
            description:
              "What data-parallel ranks divide: 0 nothing, 1 the optimizer's state, 2 gradients too, 3 weights too.",
          }),
        shardRanks: count()
          .optional()
          .meta({ description: "Ranks over which ZeRO divides, fewer than `data` for hybrid sharding." }),
      })
      .default(parallelismDefault)
      .meta({ description: "How ranks share the model and the batch." }),
    mesh: z
      .record(z.string(), count())
      .optional()
      .meta({ description: "Named axes of a device mesh in place of the degrees: { data: 16, model: 2 }." }),
    sharding: z
      .partialRecord(
        z.enum(dimensions, { error: `one of ${dimensions.join(", ")}` }),
        z.union([z.string(), z.array(z.string())]).meta({ description: "Axis of the mesh, or several." }),
      )
      .optional()
      .meta({ description: "Axes of the mesh by what they divide, where their names do not say it." }),
    placement: z
      .array(axis)
      .length(axes.length)
      .refine((order) => new Set(order).size === axes.length, { error: "every axis once" })
      .default([...axes])
      .meta({ description: "Order of the ranks, fastest axis first." }),
    schedule: pluginChoice(plugins.schedules, "1f1b").meta({
      description: "Order of the passes of a pipeline's stages.",
    }),
    recompute: z.enum(["auto", "none", "selective", "full"]).default("auto").meta({
      description:
        "What the backward pass computes again instead of keeping it: nothing, the attention scores, or the whole layer; `auto` is nothing for encoders where that fits, whose sequences are short, else the scores, and the whole layer where nothing fits with less.",
    }),
    recomputeShare: fraction({ max: 1 }).optional().meta({
      description: "Part of the layers that recompute; the others keep everything. All when absent.",
    }),
    optimizer: z
      .enum(optimizerNames)
      .default("adamw")
      .meta({ description: "Decides the bytes of state for each parameter, and the work of a step." }),
    offload: z
      .union([z.boolean(), z.enum(["optimizer", "parameters"])], {
        error: "true, false, optimizer or parameters",
      })
      .default(false)
      .meta({
        description:
          "The optimizer's state in the host's memory (true, optimizer), or the weights too, which every pass then reads from there.",
      }),
    gradientBuckets: count({ positive: true, limit: 10_000 }).default(1).meta({
      description: "Buckets of gradients exchanged beside the last backward pass; 1: all after it.",
    }),
    lora: z
      .strictObject({ rank: count().default(16).meta({ description: "Of the adapters' matrices." }) })
      .optional()
      .meta({ description: "Fine-tuning: adapters of this rank alone are trained." }),
    distillation: z
      .strictObject({
        teacher: z.string({ error: "the name of a model" }).meta({ description: "A catalog model." }),
      })
      .optional()
      .meta({
        description: "A teacher reads every batch first, on the same ranks; the model learns its logits.",
      }),
    execution: z
      .discriminatedUnion("mode", [
        z.strictObject({
          mode: z
            .literal("traced")
            .meta({ description: "traced: graphs compiled ahead; eager: operators launched one by one." }),
          compileTime: time().meta({ description: "Of one shape of the inputs, before the first step." }),
          shapes: count()
            .default(1)
            .meta({ description: "Shapes that the run meets: each is compiled once." }),
        }),
        z.strictObject({
          mode: z.literal("eager"),
          launchTime: time({ positive: true }).meta({ description: "Host time to launch one operator." }),
        }),
      ])
      .optional()
      .meta({
        description:
          "Graphs compiled ahead, or operators launched one by one; as the profile does when absent.",
      }),
    kernels: kernelOptions(models, "training"),
    compression: pluginChoice(plugins.compressions, "none").meta({
      description: "Of gradients that data-parallel ranks exchange.",
    }),
    precision: z
      .enum(["bf16", "fp16", "fp8", "mxfp8", "mxfp4", "nvfp4", "fp32", "tf32"])
      .default("bf16")
      .meta({
        description:
          "What matmuls run in; of 8 and 4 bits, weights are kept in 16 and activations handed on in 16.",
      }),
    recipe: z
      .strictObject({
        scaling: z.enum(scalings).default("delayed").meta({
          description: "What scales follow from: earlier steps, the tensor itself, or each block of it.",
        }),
        narrowWeights: z.boolean().default(false).meta({
          description:
            "Weights that layers read are kept, and gathered, in the narrow format; else 16-bit ones are cast.",
        }),
      })
      .optional()
      .meta({
        description:
          "How matmuls in 8 or 4 bits get their inputs: the casts as work of their own. Without it they count as part of the matmuls, as in the rows that profiles were fitted on.",
      }),
    experts: z
      .strictObject({
        imbalance: z
          .number()
          .min(1)
          .default(1)
          .meta({ description: "Tokens of the busiest expert over the mean." }),
        capacityFactor: z
          .number()
          .min(1)
          .optional()
          .meta({ description: "More than this times the mean is dropped." }),
      })
      .default({ imbalance: 1 })
      .meta({ description: "Of a mixture of experts." }),
    dataLoading: z
      .strictObject({
        sampleBytes: size().meta({ description: "Of one sequence or image as it is stored." }),
        cpuTime: time().meta({ description: "Of one vCPU for one sequence." }),
        storageBandwidth: bandwidth({ positive: true })
          .optional()
          .meta({ description: "Of an instance; unlimited when absent." }),
        volume: z
          .string()
          .optional()
          .meta({ description: "Of cluster.storage, in place of storageBandwidth: shared with other jobs." }),
        prefetch: z
          .boolean()
          .default(true)
          .meta({ description: "The next step's input is prepared while this one runs." }),
      })
      .optional()
      .meta({ description: "Reading and preparing samples on the hosts; free when absent." }),
    ...resilienceOptions(plugins.failures),
    resume: resumeSchema.optional().meta({
      description:
        "Going on from a checkpoint, saved on this hardware or another; from the start when absent.",
    }),
    stragglers: z
      .strictObject({
        jitter: fraction().default(0).meta({ description: "Standard deviation of a rank's speed." }),
        slowRanks: fraction().default(0).meta({ description: "Share of data-parallel ranks that are slow." }),
        slowdown: z.number().min(1).default(1.5).meta({ description: "Times as long as a slow rank takes." }),
      })
      .optional()
      .meta({ description: "Ranks that differ in speed, for which the others wait; none when absent." }),
  };
}

/** The keys of `kind: training`, each with its schema. */
export type TrainingShape = ReturnType<typeof trainingOptions>;

/** Options of a training scenario, checked. */
export type TrainingOptions = z.output<z.ZodObject<TrainingShape>>;
