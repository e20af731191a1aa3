/**
 * The workload kind `alignment` (reinforcement learning from feedback): in every round the serving engine answers prompts,
 * and a training step learns from the answers. The serving engine and the training step are the other two kinds of
 * workload, simulated for each round; here they are put together, on the same chips or on chips apart.
 *
 * Assumed: rewards cost nothing beside the model; a reference model is a frozen copy that reads every answer; on shared
 * chips the state of training stays in memory while the engine answers, and its KV cache has what is left.
 */
import type { z } from "zod";
import { InfeasibleError, ScenarioError } from "../../base/errors.ts";
import { RandomStreams } from "../../base/random.ts";
import { significant } from "../../base/units.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { partOf } from "../../cluster/part.ts";
import type { World } from "../../cluster/world.ts";
import { parameterCount } from "../../models/parameters.ts";
import type { InferenceShape } from "../inference/inference.ts";
import { playAlone } from "../play-alone.ts";
import type { TrainingShape } from "../training/training-options.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { type AlignmentCatalog, type AlignmentOptions, alignmentOptions } from "./alignment-options.ts";
import { alignmentResult } from "./alignment-result.ts";
import { cutSequences } from "./cut-sequences.ts";
import { Rounds } from "./rounds.ts";

/** The kinds of workload that a round is made of. */
export interface RoundKinds {
  inference: WorkloadKind<InferenceShape>;
  training: WorkloadKind<TrainingShape>;
}

/** The workload kind `alignment` over these two kinds and this catalog. */
export function alignmentWorkload(
  kinds: RoundKinds,
  catalog: AlignmentCatalog,
): WorkloadKind<ReturnType<typeof alignmentOptions>> {
  const { inference, training } = kinds;
  return {
    name: "alignment",
    help: "rounds of answers by the serving engine and a training step that learns from them (RLHF, GRPO)",
    options: alignmentOptions({ inference: inference.options, training: training.options }, catalog),
    create: (options, setting) => new Alignment(kinds, catalog, options, setting),
  };
}

const bytesPerWeight = 2;

class Alignment implements Workload {
  readonly #options: AlignmentOptions;
  readonly #setting: WorkloadSetting;
  readonly #learner: Cluster;
  readonly #engine: Cluster;
  readonly #step: WorkloadResult;
  /** One result of the serving engine a round. */
  readonly #answers: WorkloadResult[];
  /** Remarks on answers that are longer than a training sequence. */
  readonly #cut: readonly string[];
  readonly #sendNs: number;
  #rounds!: Rounds;

  constructor(
    kinds: { [Name in keyof RoundKinds]: WorkloadKind },
    catalog: AlignmentCatalog,
    options: AlignmentOptions,
    setting: WorkloadSetting,
  ) {
    this.#options = options;
    this.#setting = setting;
    const { cluster, model, eventsMost } = setting;
    const { generation, training, prompts, answers, reference } = options;
    const learners = cluster.count - (generation.instances ?? 0);
    this.#learner = part(cluster, 0, learners);
    const batch = prompts * answers;
    checkRound(batch);
    const step = within("workload.training", options, () =>
      kinds.training.create(
        {
          ...training,
          globalBatch: batch,
          ...(reference && { distillation: { teacher: model.name } }),
        },
        {
          ...setting,
          cluster: this.#learner,
          owner: 0,
          isWritten: (path) => setting.isWritten(path.replace(/^workload/, "workload.training")),
          timeline: undefined,
        },
      ),
    );
    this.#step = playAlone(step, this.#learner, { name: "a step of a round", eventsMost }).result;
    const { instances, software, ...engine } = generation;
    this.#engine =
      instances === undefined ? beside(cluster, stateBytes(this.#step)) : part(cluster, learners, instances);
    this.#answers = Array.from({ length: options.simulated }, (_, round) =>
      within("workload.generation", options, () => {
        const load = {
          arrivals: { kind: "batch", size: batch },
          input: options.input,
          output: options.output,
        };
        const parsed = served(kinds.inference, { ...engine, ...load });
        const workload = kinds.inference.create(parsed, {
          ...setting,
          cluster: this.#engine,
          owner: 0,
          profile: software ?? catalog.servingProfile(cluster.instance.chip, model),
          objectives: {},
          streams: new RandomStreams(setting.streams.seed + round),
          isWritten: (path) => setting.isWritten(path.replace(/^workload/, "workload.generation")),
          timeline: undefined,
        });
        return playAlone(workload, this.#engine, { name: "answers of a round", eventsMost }).result;
      }),
    );
    this.#cut = cutSequences(this.#answers, training.sequenceLength ?? Number.POSITIVE_INFINITY);
    this.#sendNs = this.#weightsNs();
  }

  start({ simulator, board }: World): void {
    const { owner = 0 } = this.#setting;
    const learnNs = this.#step.training?.stepNs ?? 0;
    const times = this.#answers.map(({ elapsedNs }) => ({
      answerNs: elapsedNs,
      learnNs,
      sendNs: this.#sendNs,
    }));
    const apart = this.#options.generation.instances !== undefined;
    board.begins(owner);
    this.#rounds = new Rounds(times, apart, {
      timeline: this.#setting.timeline,
      over: () => board.ends(owner),
    });
    this.#rounds.start(simulator);
  }

  result(): WorkloadResult {
    return alignmentResult({
      options: this.#options,
      cluster: this.#setting.cluster,
      learner: this.#learner,
      engine: this.#engine,
      step: this.#step,
      answers: this.#answers,
      cut: this.#cut,
      sendNs: this.#sendNs,
      rounds: this.#rounds.played,
    });
  }

  /** All weights from the ranks that trained them to every instance that answers, one after the other along a chain. */
  #weightsNs(): number {
    const { cluster, model } = this.#setting;
    const bytes = bytesPerWeight * parameterCount(model);
    const first = this.#options.generation.instances === undefined ? 0 : this.#learner.ranks;
    const senders = first === 0 ? this.#learner.ranksPerInstance : 1;
    if (first === 0) {
      // Every rank holds a part and the engine wants another: each instance gathers the whole.
      const ranks = Array.from({ length: senders }, (_, rank) => rank);
      return cluster.network.collectiveNs({ operation: "all-gather", bytes, ranks });
    }
    const receivers = Array.from(
      { length: this.#engine.count },
      (_, instance) => first + instance * cluster.ranksPerInstance,
    );
    return cluster.network.collectiveNs({ operation: "broadcast", bytes, ranks: [0, ...receivers] });
  }
}

/** Answers of a round, all of which come at once; drawing them takes a microsecond each. */
const answersMost = 4_000_000;

/** Throws a `ScenarioError` where there are more than a round can hold. */
function checkRound(all: number): void {
  if (all <= answersMost) return;
  const found = `${significant(all, 9)} answers in a round`;
  const expected = `at most ${significant(answersMost, 9)}: prompts x answers`;
  throw new ScenarioError([{ path: "workload.answers", found, expected }]);
}

/** `count` of the instances of `cluster`, from the `first` on. */
function part(cluster: Cluster, first: number, count: number): Cluster {
  if (count === cluster.count) return cluster;
  if (count < 1) {
    throw new ScenarioError([
      {
        path: "workload.generation.instances",
        found: `${cluster.count - count}`,
        expected: `fewer than the ${cluster.count} instances of the cluster, so that some learn`,
      },
    ]);
  }
  return partOf(cluster, { instances: [first, first + count - 1] });
}

/** `cluster` with this much of each rank's memory taken. */
function beside(cluster: Cluster, bytes: number): Cluster {
  const { device } = cluster;
  const usableMemoryBytes = device.usableMemoryBytes - bytes;
  if (usableMemoryBytes <= 0) {
    const message = "the state of training leaves no memory for the engine that answers on the same chips";
    throw new InfeasibleError(message, { neededBytes: bytes, availableBytes: device.usableMemoryBytes });
  }
  return { ...cluster, device: { ...device, usableMemoryBytes } };
}

/** What training keeps between steps: all but activations. */
function stateBytes({ memory }: WorkloadResult): number {
  return memory ? memory.perDeviceBytes - (memory.parts.activations ?? 0) : 0;
}

/** Options of the serving engine, with its defaults. */
function served(kind: WorkloadKind, written: object): Record<string, unknown> {
  const defaults = Object.entries(kind.options).flatMap(([name, schema]) => {
    const parsed = (schema as z.ZodType).safeParse(undefined);
    return parsed.success && parsed.data !== undefined ? [[name, parsed.data]] : [];
  });
  return { ...Object.fromEntries(defaults), ...written };
}

/** Problems that `run` finds stand under `prefix` in the scenario; the batch is that of the prompts and answers. */
function within<T>(prefix: string, { prompts, answers }: AlignmentOptions, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(
      error.problems.map((problem) =>
        problem.path === "workload.globalBatch"
          ? { ...problem, path: "workload.prompts", found: `${prompts} x ${answers} answers` }
          : { ...problem, path: problem.path?.replace(/^workload/, prefix) },
      ),
    );
  }
}
