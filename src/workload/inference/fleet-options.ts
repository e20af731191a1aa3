/** Options of a fleet: pools on other hardware, regions, autoscaling. */
import { z } from "zod";
import { pluginChoice } from "../../base/plugin.ts";
import { amount, bandwidth, count, time } from "../../base/quantity.ts";
import { instanceChoice } from "../../hardware/instance-choice.ts";
import { softwareChoice } from "../../timing/software-choice.ts";
import type { InferenceCatalog, InferencePlugins } from "./inference-plugins.ts";

/** A degree of parallelism, or that the best is to be found. */
export const openCount = z.union([z.literal("auto"), count()], {
  error: '"auto" or a whole count greater than zero',
});

/** The same, found where nothing is written. */
export const countOrAuto = openCount.default("auto");

/** Replicas on other hardware, behind the same router. */
export function poolOptions(catalog: InferenceCatalog) {
  return z.strictObject({
    name: z.string({ error: "a name" }).meta({ description: "In results." }),
    instance: instanceChoice(catalog).meta({ description: "What the pool's replicas run on." }),
    count: count().default(1).meta({ description: "Instances of the pool." }),
    software: softwareChoice(catalog.profiles)
      .optional()
      .meta({ description: "The usual for its chip when absent." }),
    model: z.string({ error: "the name of a model" }).optional().meta({
      description: "A catalog model that answers here, as in an A/B test; the scenario's when absent.",
    }),
    tensor: countOrAuto.meta({ description: "Ranks that share each layer here." }),
    weight: amount().default(1).meta({
      description:
        "Share of the traffic that all its replicas get together under `router: weighted`; the scenario's own replicas have `ownWeight`.",
    }),
  });
}

/** Replicas in several places, and what becomes of them. */
export const regionsOptions = z.strictObject({
  places: z
    .array(
      z.strictObject({
        name: z.string({ error: "a name" }).meta({ description: "Of the region." }),
        replicas: count().meta({ description: "There." }),
        share: amount({ positive: true }).meta({ description: "Share of the clients who live there." }),
      }),
    )
    .min(1)
    .meta({ description: "Regions." }),
  latency: time().default(80e6).meta({ description: "One way between two regions." }),
  spillAbove: amount({ positive: true }).optional().meta({
    description: "Mean requests outstanding at a region's replicas beyond which newcomers go elsewhere.",
  }),
  outages: z
    .array(
      z.strictObject({
        region: z.string().meta({ description: "Which one." }),
        at: time().meta({ description: "From the start." }),
        duration: time({ positive: true }).meta({ description: "Until it is back." }),
      }),
    )
    .default([])
    .meta({ description: "Regions that fail as a whole." }),
});

/** What makes the fleet grow and shrink. */
export function autoscalingOptions(plugins: InferencePlugins) {
  return z.strictObject({
    policy: pluginChoice(plugins.autoscaling).meta({ description: "How many replicas there should be." }),
    min: count({ positive: false }).default(1).meta({ description: "Replicas that always stay." }),
    initial: count({ positive: false }).optional().meta({ description: "`min` when absent." }),
    interval: time({ positive: true }).default(30e9).meta({ description: "Between two decisions." }),
    cooldown: time().default(300e9).meta({ description: "How long fewer must be wanted before one goes." }),
    unit: z.enum(["instance", "replica"], { error: '"instance" or "replica"' }).default("instance").meta({
      description:
        "What is rented: an instance as long as any replica on it is held, or each replica by itself.",
    }),
    provision: time().default(60e9).meta({ description: "Until an instance is there." }),
    loadBandwidth: bandwidth({ positive: true })
      .default(2)
      .meta({ description: "At which a replica's weights are loaded." }),
    volume: z.string().optional().meta({
      description:
        "Of cluster.storage: where weights are read from, beside whoever else uses it; a store without a limit of its own when absent.",
    }),
    compile: time().default(0).meta({ description: "Of graphs at every start of a replica." }),
  });
}
