/** What a pipeline of jobs can say: its stages, what each waits for, where it runs, what it leaves behind. */
import { z } from "zod";
import { bandwidth, count, madeMost, size, time } from "../../base/quantity.ts";
import type { PartCatalog } from "../played-part.ts";
import { windowsSchema } from "./purchase-windows.ts";

/** The options over this catalog. */
export function pipelineOptions({ workload, instance, pricing, software, model }: PartCatalog) {
  const cluster = z.strictObject({
    instance: instance.meta({ description: "What the stage runs on." }),
    count: count({ positive: true, limit: madeMost }).default(1).meta({ description: "Instances." }),
    lnc: z
      .union([z.literal(1), z.literal(2)], { error: "1 or 2" })
      .optional()
      .meta({ description: "Physical cores of a rank on Neuron devices; the most when absent." }),
    pricing: pricing.optional().meta({ description: "In place of that of the scenario." }),
    software: software.optional().meta({ description: "The usual for its workload when absent." }),
    windows: windowsSchema
      .optional()
      .meta({ description: "When its capacity is there; always when absent." }),
  });
  const stage = z.strictObject({
    name: z.string({ error: "a name" }).min(1).meta({ description: "By which others need it." }),
    needs: z
      .array(z.string())
      .default([])
      .meta({ description: "Stages that must be over before; what they leave behind is fetched." }),
    model: model.optional().meta({ description: "In place of that of the scenario." }),
    workload: workload.meta({ description: "What the stage does." }),
    cluster: cluster.optional().meta({
      description:
        "Instances held only while the stage runs; the cluster of the scenario, one stage at a time, when absent.",
    }),
    copies: count({ positive: true, limit: madeMost })
      .default(1)
      .meta({ description: "Of the stage at the same time, each on a cluster of its own." }),
    times: count({ positive: true, limit: madeMost })
      .default(1)
      .meta({ description: "How often it runs, one time after the other." }),
    every: time()
      .default(0)
      .meta({ description: "From the start of one time to that of the next, at least." }),
    hold: time({ positive: true }).optional().meta({
      description:
        "How long it goes on: what is simulated is a sample of it. As long as the workload when absent.",
    }),
    artefact: z
      .strictObject({
        size: size({ positive: true }).meta({ description: "Of what is fetched." }),
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
