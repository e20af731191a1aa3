/**
 * The form of a scenario. What can stand under `cluster.instance`, `model`, `software` and `workload` is the catalog's
 * business: its schemas come as arguments, so this layer knows no chip and no policy.
 */
import { z } from "zod";
import * as quantity from "../base/quantity.ts";
import { count, madeMost, tally } from "../base/quantity.ts";
import { nameSchema } from "./name.ts";

/** Schemas that the catalog contributes. Each turns written text into the catalog's own object. */
export interface CatalogSchemas<Instance, Pricing, Software, Model, Workload, Selection, Wiring> {
  instance: z.ZodType<Instance, unknown>;
  pricing: z.ZodType<Pricing, unknown>;
  software: z.ZodType<Software, unknown>;
  model: z.ZodType<Model, unknown>;
  workload: z.ZodType<Workload, unknown>;
  /** What a result must meet; times in ns, rates in 1/ns. */
  objectives: z.ZodType<Readonly<Record<string, number | undefined>>, unknown>;
  /** Volumes by name. */
  storage: z.ZodType<unknown, unknown>;
  /** Collective algorithms. */
  collectives: z.ZodType<Selection, unknown>;
  /** How cards or instances are wired to each other. */
  topology: z.ZodType<Wiring, unknown>;
  /** Whether there is something to train or serve under a kind of workload of this name. */
  needsModel(kind: string): boolean;
}

/** Schema of one scenario without its variants. */
export function scenarioSchema<Instance, Pricing, Software, Model, Workload, Selection, Wiring>(
  catalog: CatalogSchemas<Instance, Pricing, Software, Model, Workload, Selection, Wiring>,
) {
  return z
    .strictObject({
      name: nameSchema.meta({ description: "Names the result folder." }),
      description: z
        .string({ error: "a text" })
        .optional()
        .meta({ description: "The question, for reports." }),
      seed: tally({}).default(1).meta({ description: "Seed of every random stream." }),
      cluster: z
        .strictObject(
          {
            instance: catalog.instance.meta({
              description:
                "An instance type or an UltraServer: a name, a change of one (from), or written out whole.",
            }),
            count: count({ positive: true, limit: madeMost })
              .default(1)
              .meta({ description: "Instances or UltraServers." }),
            lnc: z
              .union([z.literal(1), z.literal(2)], { error: "1 or 2" })
              .optional()
              .meta({
                description: "Physical NeuronCores per logical core; 2 by default where the chip has LNC.",
              }),
            tiers: z
              .array(
                z.strictObject({
                  instances: count().meta({
                    description:
                      "Instances under one switch of this tier; UltraServers where the cluster is of those, each whole.",
                  }),
                  oversubscription: z
                    .number()
                    .positive()
                    .default(1)
                    .meta({ description: "What the cards below can send over what the uplinks carry." }),
                  latency: quantity.time().default(1000).meta({ description: "Of crossing the uplinks." }),
                }),
              )
              .default([])
              .meta({
                description:
                  "Switches between instances, lowest first: leaves, buildings; none = a network that blocks nothing.",
              }),
            topology: catalog.topology.optional(),
            network: z.enum(["flow", "analytic"], { error: '"flow" or "analytic"' }).default("flow").meta({
              description:
                "flow: exchanges share links with whatever else uses them; analytic: each takes its time alone, a bound.",
            }),
            collectives: catalog.collectives.optional(),
            pricing: catalog.pricing.meta({
              description: "How it is paid for: an option, a rate, or hardware of your own.",
            }),
            gramsCo2PerKwh: quantity.amount().optional().meta({
              description: "What the grid emits, grams of CO2 a kWh; emissions are unknown when absent.",
            }),
            storage: catalog.storage.meta({ description: "Volumes by name, which jobs share." }),
            region: z
              .string()
              .optional()
              .meta({ description: "Where it stands, for volumes of other regions." }),
            software: catalog.software.meta({
              description: "Software profile; the newest known for the chip and the workload when absent.",
            }),
          },
          { error: "a map with instance, count, pricing, software" },
        )
        .meta({ description: "The hardware, how it is wired, bought and programmed." }),
      model: catalog.model
        .optional()
        .meta({ description: "A catalog model, a config.json, or a shape written out." }),
      workload: catalog.workload.optional().meta({ description: "What the cluster does." }),
      jobs: z
        .array(
          z.strictObject({
            name: nameSchema.meta({ description: "In results." }),
            model: catalog.model.optional().meta({ description: "Of this job." }),
            workload: catalog.workload.meta({ description: "What the job does." }),
            software: catalog.software.meta({ description: "In place of that of the cluster." }),
            objectives: catalog.objectives.default({}).meta({ description: "Limits of its results." }),
            instances: z
              .union([count(), z.tuple([count({}), count({})])], {
                error: "a count of instances, or [first, last]",
              })
              .optional()
              .meta({
                description:
                  "How many instances, after those of the jobs before, or which; all that are left when absent.",
              }),
            ranks: z
              .tuple([count({}), count({})], { error: "[first, last] rank of each instance" })
              .optional()
              .meta({ description: "Of each instance, whole chips; all when absent." }),
            shareChips: z.boolean().default(false).meta({
              description:
                "Jobs that say so too may have the same ranks, and share their engines, memory and links.",
            }),
            memoryShare: quantity.fraction({ positive: true, max: 1 }).optional().meta({
              description:
                "Part of the memory of ranks that other jobs have too; an equal part for each job when absent.",
            }),
            region: z.string().optional().meta({
              description: "Where it runs, for volumes of other regions; that of the cluster when absent.",
            }),
            start: quantity.time().default(0).meta({ description: "When the job begins." }),
          }),
        )
        .min(1)
        .optional()
        .meta({ description: "In place of model and workload: several jobs on one cluster." }),
      objectives: catalog.objectives
        .default({})
        .meta({ description: "Limits that results must keep; `--strict` exits 1 where one is missed." }),
      limits: z
        .strictObject({
          time: quantity.time({ positive: true }).optional().meta({ description: "Simulated time." }),
          events: tally().optional().meta({ description: "Events handled." }),
        })
        .default({})
        .meta({ description: "Stop a run early: simulated time, number of events." }),
      plugins: z.array(z.string()).default([]).meta({ description: "Files with user plug-ins." }),
    })
    .superRefine(({ model, workload, jobs }, context) => {
      const missing = (key: string, expected: string) =>
        context.addIssue({
          code: "custom",
          path: [key],
          message: expected,
          params: { expected },
          input: undefined,
        });
      if (jobs !== undefined) return;
      if (workload === undefined) missing("workload", "a workload, or jobs in place of model and workload");
      const kind = (workload as { kind?: string } | undefined)?.kind ?? "";
      if (model === undefined && catalog.needsModel(kind)) {
        missing("model", "a model: a catalog name, { huggingface: ./config.json }, or shapes");
      }
    });
}
