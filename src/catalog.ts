/**
 * Everything a scenario can name, gathered from the folders: chips, instances, models, software profiles and plug-ins.
 * A new chip, model or policy is one file and one line in its folder's list.
 */
import { z } from "zod";
import { ScenarioError } from "./base/errors.ts";
import { contentHash } from "./base/hash.ts";
import { lazy } from "./base/lazy.ts";
import type { AnyPlugin } from "./base/plugin.ts";
import { type ClusterTopology, topologySchema } from "./cluster/between.ts";
import { storageSchema } from "./cluster/storage.ts";
import type { Chip } from "./hardware/chip.ts";
import { chips } from "./hardware/chips.ts";
import type { Instance } from "./hardware/instance.ts";
import { instanceChoice } from "./hardware/instance-choice.ts";
import { instances } from "./hardware/instances.ts";
import { pricingSchema } from "./hardware/price.ts";
import type { NamedWiring } from "./hardware/scale-up-schema.ts";
import { modelCalled } from "./models/find-model.ts";
import { modelFromHuggingFace } from "./models/huggingface.ts";
import type { Model } from "./models/model.ts";
import { modelFromShape, modelShapeSchema } from "./models/model-schema.ts";
import { models } from "./models/models.ts";
import { CollectiveRegistry } from "./network/collective-registry.ts";
import type { CollectiveBehaviour } from "./network/collectives/collective-plan.ts";
import { collectivePlugins } from "./network/collectives.ts";
import { notationOf } from "./network/plugin-notation.ts";
import type { CollectiveChoice } from "./network/selection.ts";
import { selectionSchema } from "./network/selection-schema.ts";
import { topologies } from "./network/topologies.ts";
import { makeTopology, tooManyLinks } from "./network/topology-notation.ts";
import type { AnyTopologyPlugin } from "./network/topology-plugin.ts";
import { scenarioSchema } from "./scenario/schema.ts";
import { shippedHash } from "./shipped-hash.ts";
import { checkedKinds } from "./simulation/kind-metrics.ts";
import { objectivesSchema } from "./simulation/objectives.ts";
import type { SimulationCatalog } from "./simulation/plan.ts";
import { defaultProfile, plainProfile, profiles } from "./timing/profiles.ts";
import { softwareChoice } from "./timing/software-choice.ts";
import type { SoftwareProfile } from "./timing/software-profile.ts";
import { alignmentWorkload } from "./workload/alignment/alignment.ts";
import { traceWorkload } from "./workload/execution-trace/execution-trace.ts";
import { hostWorkload } from "./workload/host-work/host-work.ts";
import {
  arrivals,
  autoscaling,
  batching,
  type InferencePlugins,
  inferenceWorkload,
  lengths,
  orders,
  routers,
  speculations,
  traces,
} from "./workload/inference/inference.ts";
import { pipelineWorkload } from "./workload/pipeline/pipeline.ts";
import type { PartCatalog } from "./workload/played-part.ts";
import { type QueuePlugins, queueWorkload } from "./workload/queue/queue.ts";
import { queuePolicies } from "./workload/queue/queue-policies.ts";
import { failures } from "./workload/resilience/failures.ts";
import { rollOutWorkload } from "./workload/roll-out/roll-out.ts";
import { compressions } from "./workload/training/compressions.ts";
import { schedules } from "./workload/training/schedules.ts";
import { type TrainingPlugins, trainingWorkload } from "./workload/training/training.ts";
import type { WorkloadKind } from "./workload/workload.ts";

/** Plug-ins of the network. */
export interface NetworkPlugins {
  topologies: readonly AnyTopologyPlugin[];
  collectives: readonly AnyPlugin<CollectiveBehaviour>[];
}

/** Every list of plug-ins. */
export type PluginLists = InferencePlugins & TrainingPlugins & QueuePlugins & NetworkPlugins;

/** Names of the lists, which are also what a plug-in file exports. */
export const pluginKinds = [
  "arrivals",
  "lengths",
  "traces",
  "orders",
  "batching",
  "routers",
  "autoscaling",
  "speculations",
  "schedules",
  "compressions",
  "queuePolicies",
  "failures",
  "topologies",
  "collectives",
] as const satisfies readonly (keyof PluginLists)[];

/** Catalog entries and plug-ins. */
export interface Catalog extends PluginLists {
  chips: readonly Chip[];
  instances: readonly Instance[];
  models: readonly Model[];
  profiles: readonly SoftwareProfile[];
  /** Topologies as they can join the chips of an instance. */
  wirings: readonly NamedWiring[];
  workloads: readonly WorkloadKind[];
  /** Of the plug-ins in `collectives`. */
  algorithms: CollectiveRegistry;
  /** Changes when any figure of the catalog changes. */
  hash: string;
}

/** Reads files that scenarios name; throws a `ScenarioError` when one cannot be read. */
export type ReadText = (path: string) => string;

/** The same for files that are no text. */
export type ReadBytes = (path: string) => Uint8Array;

/** What the project ships. */
export const catalog: Catalog = makeCatalog({
  arrivals,
  lengths,
  traces,
  orders,
  batching,
  routers,
  autoscaling,
  speculations,
  schedules,
  compressions,
  queuePolicies,
  failures,
  topologies,
  collectives: collectivePlugins,
});

/** A catalog with these plug-ins and kinds of workload; user plug-ins are appended to the shipped lists before. */
export function makeCatalog(plugins: PluginLists, ownKinds: readonly WorkloadKind[] = []): Catalog {
  const entries = { chips, instances, models, profiles, wirings: wiringsOf(plugins.topologies) };
  const inference = inferenceWorkload(plugins, entries);
  const training = trainingWorkload(plugins, models);
  const servingProfile = (chip: Chip, model: Model) =>
    defaultProfile({ chip, workload: "inference", model }, profiles);
  const alignment = alignmentWorkload({ inference, training }, { ...entries, plugins, servingProfile });
  const rollOut = rollOutWorkload(inference);
  // Plug-ins add to neither of these.
  const hash = lazy(() => shippedHash ?? contentHash({ chips, instances, models, profiles }));
  const jobs = [
    inference as unknown as WorkloadKind,
    training as unknown as WorkloadKind,
    alignment as unknown as WorkloadKind,
    rollOut as unknown as WorkloadKind,
    hostWorkload as unknown as WorkloadKind,
    traceWorkload as unknown as WorkloadKind,
    ...checkedKinds(ownKinds),
  ];
  const parts = (kinds: readonly WorkloadKind[]): PartCatalog => ({
    kinds,
    workload: workloadChoice(kinds),
    instance: instanceChoice(entries),
    pricing: pricingSchema,
    software: softwareChoice(profiles),
    model: modelChoice(models, (path) => {
      const expected = "a model of the catalog or shapes: a file is read for the model of the scenario";
      throw new ScenarioError([{ found: path, expected }]);
    }),
    profileOn: usualProfile(profiles),
  });
  const stages = [...jobs, queueWorkload(plugins, parts(jobs)) as unknown as WorkloadKind];
  const pipeline = pipelineWorkload(parts(stages));
  return {
    ...plugins,
    chips,
    instances,
    models,
    profiles,
    wirings: entries.wirings,
    workloads: [...stages, pipeline as unknown as WorkloadKind],
    algorithms: new CollectiveRegistry(plugins.collectives),
    get hash() {
      return hash();
    },
  };
}

/** What an instance needs of `topologies` to have its chips joined by one. */
function wiringsOf(topologies: readonly AnyTopologyPlugin[]): NamedWiring[] {
  return topologies.map((plugin) => ({
    plugin,
    notation: notationOf,
    tooLarge: (choice) => tooManyLinks(choice, plugin),
    wiring: (choice) => (figures) => makeTopology(choice, figures, [plugin]),
  }));
}

/** Policies by kind, for listing. */
export function policies(from: Catalog): { kind: string; plugins: readonly AnyPlugin<unknown, never>[] }[] {
  return pluginKinds.map((kind) => ({ kind, plugins: from[kind] }));
}

/** Schema of a scenario in terms of `from`. */
export function catalogSchema(from: Catalog, readText: ReadText) {
  return scenarioSchema<unknown, unknown, unknown, unknown, unknown, CollectiveChoice, ClusterTopology>({
    instance: instanceChoice(from),
    pricing: pricingSchema.default({ option: "auto", discount: 0 }),
    software: softwareChoice(from.profiles).optional(),
    storage: storageSchema,
    model: modelChoice(from.models, readText),
    workload: workloadChoice(from.workloads),
    needsModel: (kind) => !from.workloads.find(({ name }) => name === kind)?.needsNoModel,
    objectives: objectivesSchema(from.workloads.flatMap(({ metrics = [] }) => metrics)),
    collectives: selectionSchema(from.algorithms),
    topology: topologySchema(from.topologies),
  });
}

/** The catalog as a simulation sees it; without `readBytes` scenarios can name no files but texts. */
export function simulationCatalog(
  from: Catalog,
  readText: ReadText,
  readBytes: ReadBytes = noBytes,
): SimulationCatalog {
  return {
    workloads: from.workloads,
    defaultProfile: usualProfile(from.profiles),
    readText,
    readBytes,
  };
}

function noBytes(path: string): never {
  throw new ScenarioError([{ found: path, expected: "a scenario that names no files but texts here" }]);
}

/** The software of a cluster for a kind of workload of a model, where a scenario names none. */
function usualProfile(from: readonly SoftwareProfile[]): SimulationCatalog["defaultProfile"] {
  return ({ instance: { chip } }, { stack = "training" }, model) => {
    if (model === undefined) return plainProfile;
    return defaultProfile({ chip, workload: stack, model }, from);
  };
}

function workloadChoice(kinds: readonly WorkloadKind[]) {
  const members = kinds.map((kind) =>
    z.strictObject({ kind: z.literal(kind.name), ...kind.options }).meta({ description: kind.help }),
  );
  return z.discriminatedUnion("kind", members as unknown as [z.ZodObject<{ kind: z.ZodLiteral<string> }>]);
}

/** The model that the `config.json` at `path` describes. Throws a `ScenarioError` whose problems name the file. */
export function modelFromFile(path: string, name: string, readText: ReadText): Model {
  const file = path.replace(/^.*[/\\]/, "");
  const text = readText(path);
  try {
    return modelFromHuggingFace(JSON.parse(text), name);
  } catch (error) {
    const problems =
      error instanceof ScenarioError
        ? error.problems
        : error instanceof SyntaxError
          ? [{ found: "text that is no JSON", expected: "JSON" }]
          : undefined;
    if (problems === undefined) throw error;
    throw new ScenarioError(
      problems.map((problem) => ({ ...problem, expected: `${problem.expected}, in ${file}` })),
    );
  }
}

/** Whether a model is given as a file rather than as a name of the catalog. */
export function isModelFile(text: string): boolean {
  return text.endsWith(".json");
}

function modelChoice(from: readonly Model[], readText: ReadText): z.ZodType<Model, unknown> {
  const written = z.union([
    z.string(),
    z.strictObject({
      huggingface: z.string().meta({ description: "Path of a config.json." }),
      name: z.string().optional().meta({ description: "In results; that of the file's folder when absent." }),
    }),
    modelShapeSchema,
  ]);
  const shapeOf = (value: unknown) =>
    typeof value === "object" && value !== null && !("huggingface" in value);
  return z
    .custom<unknown>((value) => value !== undefined, {
      error: "a model: a catalog name, { huggingface: ./config.json }, or shapes",
    })
    .meta({
      // Made for those who ask for the JSON Schema, and for a hint at a mistyped key.
      get anyOf() {
        return (z.toJSONSchema(written, { io: "input", unrepresentable: "any" }) as { anyOf: unknown[] })
          .anyOf;
      },
    })
    .transform((value, context): Model => {
      if (typeof value === "string") {
        const known = modelCalled(from, value);
        if (!("expected" in known)) return known;
        context.addIssue({ code: "custom", message: known.expected, params: known, input: value });
        return z.NEVER;
      }
      const parsed = (shapeOf(value) ? modelShapeSchema : written).safeParse(value);
      if (!parsed.success) {
        for (const issue of parsed.error.issues) context.addIssue({ ...issue } as never);
        return z.NEVER;
      }
      try {
        if (typeof parsed.data === "object" && "huggingface" in parsed.data) {
          const { huggingface, name } = parsed.data;
          return modelFromFile(huggingface, name ?? "huggingface-model", readText);
        }
        return modelFromShape(parsed.data as z.output<typeof modelShapeSchema>, from);
      } catch (error) {
        const problems =
          error instanceof ScenarioError ? error.problems : [{ expected: (error as Error).message }];
        for (const { file, path, expected, nearest: hint, found } of problems) {
          // A problem of a file itself, which is not there or not to be read, is one of the key that names it.
          const inside = file === undefined ? path?.replace(/^model\./, "") : "huggingface";
          const steps = inside === undefined ? [] : inside.split(".");
          // What a file holds is no value of the scenario: the message tells it, unless there is nothing.
          const told = found && !/^nothing\b/.test(found) ? `${expected} (found ${found})` : expected;
          context.addIssue({
            code: "custom",
            message: expected,
            params: { expected: told, nearest: hint },
            path: steps,
            input: value,
          });
        }
        return z.NEVER;
      }
    }) as unknown as z.ZodType<Model, unknown>;
}
