/** What a pipeline of jobs can say: its stages, what each waits for, where it runs, what it leaves behind. */
import { z } from "zod";
import { bandwidth, count, madeMost, size, time } from "../../base/quantity.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Pricing } from "../../hardware/price.ts";
import type { Model } from "../../models/model.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import type { WorkloadKind } from "../workload.ts";
import { windowsSchema } from "./purchase-windows.ts";

/** What the catalog contributes to a stage. */
export interface PipelineCatalog {
  /** Kinds of workload that a stage can be. */
  kinds: readonly WorkloadKind[];
  workload: z.ZodType<{ kind: string }, unknown>;
  instance: z.ZodType<Instance, unknown>;
  pricing: z.ZodType<Pricing, unknown>;
  software: z.ZodType<SoftwareProfile, unknown>;
  /** Names and shapes; files are read for the model of the scenario alone. */
  model: z.ZodType<Model, unknown>;
  /** The software where neither stage nor scenario names one. */
  profileOn(cluster: Cluster, kind: string, model: Model | undefined): SoftwareProfile;
}

/** The options over this catalog. */
export function pipelineOptions({ workload, instance, pricing, software, model }: PipelineCatalog) {
  const cluster = z.strictObject({
    instance,
    count: count({ positive: true, limit: madeMost }).default(1),
    lnc: z.union([z.literal(1), z.literal(2)], { error: "1 or 2" }).optional(),
    pricing: pricing.optional().meta({ description: "In place of that of the scenario." }),
    software: software.optional(),
    windows: windowsSchema.optional(),
  });
  const stage = z.strictObject({
    name: z.string({ error: "a name" }).min(1),
    needs: z
      .array(z.string())
      .default([])
      .meta({ description: "Stages that must be over before; what they leave behind is fetched." }),
    model: model.optional().meta({ description: "In place of that of the scenario." }),
    workload,
    cluster: cluster.optional().meta({
      description:
        "Instances held only while the stage runs; the cluster of the scenario, one stage at a time, when absent.",
    }),
    copies: count()
      .default(1)
      .meta({ description: "Of the stage at the same time, each on a cluster of its own." }),
    times: count().default(1).meta({ description: "How often it runs, one time after the other." }),
    every: time()
      .default(0)
      .meta({ description: "From the start of one time to that of the next, at least." }),
    hold: time({ positive: true }).optional().meta({
      description:
        "How long it goes on: what is simulated is a sample of it. As long as the workload when absent.",
    }),
    artefact: z
      .strictObject({
        size: size({ positive: true }),
        bandwidth: bandwidth({ positive: true }).meta({
          description: "Of the place that it is fetched from, for all who fetch at the same time.",
        }),
      })
      .optional()
      .meta({ description: "What it leaves behind for the stages that need it." }),
  });
  return {
    stages: z.array(stage).min(1).meta({ description: "Each starts as soon as all that it needs is done." }),
  };
}

/** Options of a pipeline, checked one by one. */
export type PipelineOptions = z.output<z.ZodObject<ReturnType<typeof pipelineOptions>>>;

/** One stage as written. */
export type StageOptions = PipelineOptions["stages"][number];
