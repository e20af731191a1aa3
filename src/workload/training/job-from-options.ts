/** The job that a scenario's options ask for, or a `ScenarioError` with all that does not go together. */
import { counted } from "../../base/counted.ts";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { createPlugin } from "../../base/plugin.ts";
import { namedModel } from "../../models/find-model.ts";
import { imageUnit } from "../../models/items/image-unit.ts";
import { expertCount, headsDivided } from "../../models/layer-kinds.ts";
import type { Model } from "../../models/model.ts";
import { anyKernels } from "../../timing/own-kernels.ts";
import type { WorkloadSetting } from "../workload.ts";
import { degreeChoices, type OpenDegrees, shortest, type Timed, writtenDegrees } from "./auto-degrees.ts";
import { compressionContract } from "./compressions/compression.ts";
import { type DegreesBase, type DegreesChoice, nearlyEven, resolveDegrees } from "./job/degrees.ts";
import { problemsOfRecipe, recipeOf } from "./job/low-precision.ts";
import { degreesOfMesh } from "./job/mesh.ts";
import type { Recompute, TrainingJob } from "./job/training-job.ts";
import type { TrainingOptions, TrainingPlugins } from "./training-options.ts";

/** Options of which only data-parallel ranks may be open. */
type SettledOptions = TrainingOptions & {
  recompute: Recompute;
  parallelism: OpenDegrees & { sequence: boolean };
};

/** What a job is chosen from. */
export interface JobCatalog {
  plugins: TrainingPlugins;
  models: readonly Model[];
}

type JobSetting = Pick<WorkloadSetting, "cluster" | "model" | "profile">;

/** What is asked of a job while it is chosen. */
interface JobQuestions {
  fits: (job: TrainingJob) => boolean;
  /** The least that a step can take, and what it takes. */
  floorNs: (job: TrainingJob) => number;
  stepNs: (job: TrainingJob) => number;
}

/** Plans the job of `options` in `setting`; of what is left open the shortest step that fits. */
export function jobFromOptions(
  catalog: JobCatalog,
  options: TrainingOptions,
  setting: WorkloadSetting,
  { fits, floorNs, stepNs }: JobQuestions,
): TrainingJob {
  const { ranks } = setting.cluster;
  const { degrees, sequences, rounds } = openChoices(options, setting, ranks);
  const isSettled = [degrees, sequences, rounds.flat()].every(({ length }) => length === 1);
  let last: { job: TrainingJob } | { error: unknown } | undefined;
  /** Jobs with `chosen` degrees that fit, each with the first of `recomputes` with which it does. */
  const jobsWith = (recomputes: readonly Recompute[], chosen: DealtDegrees): Timed<TrainingJob>[] => {
    const found: Timed<TrainingJob>[] = [];
    for (const sequence of chosen.tensor === 1 ? sequences.slice(0, 1) : sequences) {
      for (const recompute of recomputes) {
        try {
          const parallelism = { ...options.parallelism, ...chosen, sequence };
          const job = jobOf(catalog, { ...options, parallelism, recompute }, setting, ranks);
          if (isSettled || fits(job)) {
            found.push({ choice: job, floorNs: () => floorNs(job), timeNs: () => stepNs(job) });
            break;
          }
          last = { job };
        } catch (error) {
          if (!(error instanceof ScenarioError)) throw error;
          last ??= { error };
        }
      }
    }
    return found;
  };
  for (const recomputes of rounds) {
    const best = shortest(degrees.flatMap((chosen) => jobsWith(recomputes, chosen)));
    if (best !== undefined) return best;
  }
  if (last && "job" in last) return last.job;
  throw last?.error;
}

/**
 * Every job of `options` on as many ranks as it takes, whether it fits or not. Throws a `ScenarioError` where there is none, for
 * then there is none on fewer ranks either.
 */
export function jobsOnAnyRanks(
  catalog: JobCatalog,
  options: TrainingOptions,
  setting: JobSetting,
): TrainingJob[] {
  const { degrees, sequences, rounds } = openChoices(options, setting, Number.POSITIVE_INFINITY);
  const ways = sequences.flatMap((sequence) => rounds.flat().map((recompute) => ({ recompute, sequence })));
  let problem: ScenarioError | undefined;
  const jobs = degrees.flatMap((chosen) =>
    ways.flatMap(({ recompute, sequence }) => {
      try {
        const parallelism = { ...options.parallelism, ...chosen, sequence };
        const settled = { ...options, parallelism, recompute };
        return [jobOf(catalog, settled, setting, Number.POSITIVE_INFINITY)];
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        problem ??= error;
        return [];
      }
    }),
  );
  if (jobs.length === 0 && problem !== undefined) throw problem;
  return jobs;
}

/** Degrees to try, and the layers of their stages. */
type DealtDegrees = OpenDegrees & Pick<TrainingOptions["parallelism"], "stageLayers">;

/** What `options` leave open on `ranks` ranks, each in the order in which it is tried. */
function openChoices(options: TrainingOptions, { cluster, model }: JobSetting, ranks: number) {
  const { parallelism, mesh } = options;
  const layers = model.stack?.layers ?? 1;
  const limits = {
    ranks,
    ranksPerInstance: cluster.ranksPerInstance,
    layers,
    experts: expertCount(model.stack),
  };
  // A mesh names all degrees.
  const open = mesh === undefined ? parallelism : { ...parallelism, tensor: 1, pipeline: 1 };
  const choices = degreeChoices(open, limits);
  const isOpen = writtenDegrees(open).pipeline === "auto";
  const dealt = (pipeline: number) =>
    parallelism.stageLayers ?? (isOpen && layers % pipeline !== 0 ? nearlyEven(layers, pipeline) : undefined);
  const degrees = choices.pipeline.flatMap((pipeline) => {
    const stageLayers = dealt(pipeline);
    return choices.tensor.flatMap((tensor) =>
      choices.expert.map((expert): DealtDegrees => ({ tensor, pipeline, expert, stageLayers })),
    );
  });
  return { degrees, sequences: sequenceChoices(options), rounds: recomputeRounds(options, model) };
}

/** Whether tensor ranks may share the tokens of norms. */
function sequenceChoices({ parallelism }: TrainingOptions): boolean[] {
  const { sequence, tensor, asyncTensor } = parallelism;
  if (sequence !== "auto") return [sequence];
  return tensor === 1 || asyncTensor ? [false] : [false, true];
}

/** What may be computed again, least first; the whole layer only where nothing fits with less. */
function recomputeRounds({ recompute }: TrainingOptions, { family, item }: Model): Recompute[][] {
  if (recompute !== "auto") return [[recompute]];
  const least: Recompute[] =
    family === "encoder" || family === "vision" ? ["none", "selective"] : ["selective"];
  return item === undefined ? [least, ["full"]] : [least];
}

function jobOf(
  { plugins, models }: JobCatalog,
  options: SettledOptions,
  { cluster, model, profile }: JobSetting,
  ranks: number,
): TrainingJob {
  // A vision transformer has its patches.
  const written = options.sequenceLength ?? (model.family === "vision" ? model.maxTokens : undefined);
  const sequenceLength = written ?? 1;
  const { parallelism, mesh, microBatch, globalBatch, experts, compression } = options;
  const ofMesh = degreesOfMesh(mesh ?? {}, mesh && options.sharding);
  const { pipeline } = parallelism;
  const stageLayers = stageLayersOf(parallelism.stageLayers, model.stack?.layers ?? 1, pipeline);
  const choice = { ...parallelism, stageLayers, ...ofMesh.degrees };
  const problems = [
    ...ofMesh.problems,
    ...(model.item
      ? problemsOfItems(model, options, choice)
      : problemsOfSequences({ ...options, sequenceLength: written })),
    ...problemsOfRecipe(options),
    ...problemsOfAsyncTensor(parallelism),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
  const degrees = resolveDegrees(
    choice,
    degreesBase({ model, sequenceLength, microBatch }, globalBatch, ranks),
  );
  const { distillation, execution } = options;
  const { data, context = 1, expert = 1 } = degrees;
  return {
    model,
    cluster,
    profile,
    degrees,
    stageLayers,
    endsAsLayers: parallelism.stageLayers === "balanced",
    microBatch,
    sequenceLength,
    logitTokens: options.logitTokens,
    imageSize: options.imageSize,
    recompute: options.recompute,
    recomputeShare: options.recomputeShare,
    sequenceParallel: parallelism.sequence,
    asyncTensor: parallelism.asyncTensor && parallelism.sequence && degrees.tensor > 1,
    recipe: recipeOf(options, cluster.device),
    precision: options.precision,
    optimizer: options.optimizer,
    // One rank has nobody to shard with.
    zero: data * context === 1 ? 0 : parallelism.zero,
    shardRanks: parallelism.shardRanks,
    contextExchange: parallelism.contextExchange,
    // A rank that has all experts has the load of all.
    expertLoad:
      expert === 1 ? 1 : Math.min(experts.imbalance, experts.capacityFactor ?? Number.POSITIVE_INFINITY),
    gradientBuckets: options.gradientBuckets,
    compression:
      compression.kind === "none"
        ? undefined
        : createPlugin(plugins.compressions, compression, undefined, compressionContract),
    loraRank: options.lora?.rank,
    teacher: distillation && teacherOf(model, distillation.teacher, models),
    launchNs: execution?.mode === "eager" ? execution.launchTime : undefined,
    ownKernels: anyKernels(options.kernels),
    offload: options.offload === true ? "optimizer" : options.offload || undefined,
    placement: options.placement,
  };
}

/** What the degrees of a job must divide. */
function degreesBase(
  { model, sequenceLength, microBatch }: Pick<TrainingJob, "model" | "sequenceLength" | "microBatch">,
  globalBatch: number,
  ranks: number,
): DegreesBase {
  return {
    ranks,
    layers: model.stack?.layers ?? 1,
    globalBatch,
    microBatch,
    sequenceLength: model.item ? undefined : sequenceLength,
    heads: model.item || !model.stack ? undefined : headsDivided(model.stack),
    experts: expertCount(model.stack),
  };
}

/**
 * `job`, a change of what `options` give, as they would give it, on as many ranks as it takes: with its number of micro-batches.
 * Undefined where no options do, because something does not divide.
 */
export function asWritten(job: TrainingJob, options: TrainingOptions): TrainingJob | undefined {
  const { model, degrees, recompute, stageLayers, shardRanks, contextExchange } = job;
  const choice = { ...degrees, stageLayers, shardRanks, ...(contextExchange && { contextExchange }) };
  if (model.item && problemsOfItems(model, { ...options, recompute }, choice).length > 0) return undefined;
  const base = degreesBase(job, options.globalBatch, Number.POSITIVE_INFINITY);
  try {
    return { ...job, degrees: resolveDegrees(choice, base) };
  } catch (error) {
    if (error instanceof ScenarioError) return undefined;
    throw error;
  }
}

/** The layers of each stage as written, or with embedding and loss as a layer each, as Megatron counts them. */
function stageLayersOf(
  written: TrainingOptions["parallelism"]["stageLayers"],
  layers: number,
  pipeline: number,
): readonly number[] | undefined {
  if (written !== "balanced") return written;
  const each = (layers + 2) / pipeline;
  if (pipeline < 2 || !Number.isInteger(each)) {
    throw new ScenarioError([
      {
        path: "workload.parallelism.stageLayers",
        found: `balanced on ${counted(pipeline, "stage")}`,
        expected: `stages that divide the ${layers} layers, the embedding and the loss together: ${layers + 2}`,
      },
    ]);
  }
  return Array.from(
    { length: pipeline },
    (_, stage) => each - (stage === 0 || stage === pipeline - 1 ? 1 : 0),
  );
}

/** A teacher reads what the model reads: items of one kind, or sequences. */
function teacherOf(model: Model, name: string, models: readonly Model[]): Model {
  const path = "workload.distillation.teacher";
  const teacher = namedModel(models, name, path);
  if ((teacher.item === undefined) !== (model.item === undefined)) {
    const expected = model.item
      ? "a network of items, as the model is"
      : "a model of sequences, as the model is";
    throw new ScenarioError([{ path, found: `"${name}"`, expected }]);
  }
  return teacher;
}

function problemsOfSequences(options: TrainingOptions): Problem[] {
  const { sequenceLength, imageSize, logitTokens = 0, tokens, samples } = options;
  const problems: Problem[] = [];
  if (sequenceLength === undefined) {
    problems.push({
      path: "workload.sequenceLength",
      found: "nothing",
      expected: "a count of tokens, such as 4096",
    });
  }
  if (logitTokens > (sequenceLength ?? logitTokens)) {
    problems.push({
      path: "workload.logitTokens",
      found: `${logitTokens}`,
      expected: `at most the ${sequenceLength} tokens of a sequence`,
    });
  }
  if (imageSize !== undefined) {
    problems.push({
      path: "workload.imageSize",
      found: `${imageSize}`,
      expected: "no image size: the model reads sequences",
    });
  }
  return [...problems, ...problemsOfLength(tokens, samples)];
}

/** An all-reduce cannot be cut into pieces of a matmul; what sequence parallelism has in its place can. */
function problemsOfAsyncTensor({ asyncTensor, sequence }: TrainingOptions["parallelism"]): Problem[] {
  if (!asyncTensor || sequence) return [];
  return [
    {
      path: "workload.parallelism.asyncTensor",
      found: "true without sequence parallelism",
      expected: "sequence: true beside it",
    },
  ];
}

function problemsOfLength(tokens: number | undefined, samples: number | undefined): Problem[] {
  if (tokens === undefined || samples === undefined) return [];
  return [{ path: "workload.samples", found: `${samples}`, expected: "tokens or samples, not both" }];
}

/** Networks of items are split by batch alone, but for the multilayer perceptron, which tensor ranks share too. */
function problemsOfItems(model: Model, options: TrainingOptions, choice: DegreesChoice): Problem[] {
  const isPerceptron = model.item?.kind === "dense-network";
  const { imageSize = 0 } = options;
  const unit = model.item && imageUnit(model.item);
  const wrong: [path: string, found: unknown, isWrong: boolean, expected: string][] = [
    ["parallelism.tensor", choice.tensor, choice.tensor > 1 && !isPerceptron, "1"],
    ["parallelism.pipeline", choice.pipeline, choice.pipeline > 1, "1"],
    ["parallelism.context", choice.context, (choice.context ?? 1) > 1, "1"],
    ["tokens", options.tokens, options.tokens !== undefined, "samples in its place"],
    [
      "imageSize",
      imageSize,
      imageSize % (unit ?? imageSize + 1) !== 0,
      unit === undefined ? "no image size" : `a multiple of ${unit} pixels`,
    ],
    ["lora", "adapters", options.lora !== undefined, "a model with a stack of transformer layers"],
    ["recompute", options.recompute, options.recompute === "full", "none or selective"],
  ];
  return wrong
    .filter(([, , isWrong]) => isWrong)
    .map(([path, found, , expected]) => ({
      path: `workload.${path}`,
      found: String(found),
      expected: `${expected}: ${model.name} is a network of items`,
    }));
}
