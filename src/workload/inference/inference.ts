/**
 * The workload kind `inference`: its options in a scenario, the plan that follows from them, and the result of the run.
 */
import { z } from "zod";
import { ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { type AnyPlugin, createPlugin, type PluginChoice, pluginChoice } from "../../base/plugin.ts";
import { count, time } from "../../base/quantity.ts";
import { significant } from "../../base/units.ts";
import type { Simulator } from "../../kernel/simulator.ts";
import { attribute } from "../../metrics/attribution.ts";
import type { InferenceMetrics } from "../../metrics/inference-metrics.ts";
import type { Model } from "../../models/model.ts";
import { storageTypes } from "../../timing/data-types.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import type { ArrivalNeeds, ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { BatchingPolicy } from "./batching/batching-policy.ts";
import { blockTokensDefault } from "./kv-cache.ts";
import type { LengthLaw } from "./lengths/length-law.ts";
import { GeneratedLoad, type LoadGenerator, TraceLoad } from "./load-generator.ts";
import { ModelStepTimer } from "./model-step-timer.ts";
import { byArrival } from "./orders/order.ts";
import { type KvNeed, type PlacedReplicas, placeReplicas } from "./replica-plan.ts";
import type { RequestSpec } from "./request.ts";
import type { Router, RouterNeeds } from "./routers/router.ts";
import { Serving } from "./serving.ts";
import { stepParts } from "./step-timer.ts";
import type { TraceReader } from "./traces/trace-reader.ts";

/** Plug-ins that a serving scenario chooses from. */
export interface InferencePlugins {
  arrivals: readonly AnyPlugin<ArrivalProcess, ArrivalNeeds>[];
  lengths: readonly AnyPlugin<LengthLaw, ArrivalNeeds>[];
  traces: readonly AnyPlugin<TraceReader>[];
  batching: readonly AnyPlugin<BatchingPolicy>[];
  routers: readonly AnyPlugin<Router, RouterNeeds>[];
}

const tenMinutesNs = 600e9;
const prefillTokensMax = 8192;

const countOrAuto = z
  .union([z.literal("auto"), count()], { error: '"auto" or a whole count greater than zero' })
  .default("auto");

function optionsOf(plugins: InferencePlugins) {
  return {
    arrivals: pluginChoice(plugins.arrivals).optional(),
    input: pluginChoice(plugins.lengths).optional(),
    output: pluginChoice(plugins.lengths).optional(),
    trace: z
      .strictObject({
        kind: z
          .enum(plugins.traces.map(({ name }) => name) as [string, ...string[]])
          .optional()
          .meta({ description: "Told by the file when absent." }),
        file: z
          .string({ error: "the path of a trace file" })
          .meta({ description: "Takes the place of arrivals, input and output." }),
      })
      .optional(),
    parallelism: z
      .strictObject({ tensor: countOrAuto, pipeline: count().default(1), replicas: countOrAuto })
      .default({ tensor: "auto", pipeline: 1, replicas: "auto" }),
    precision: z
      .strictObject({
        weights: z.enum(storageTypes).default("bf16"),
        kvCache: z.enum(storageTypes).default("bf16"),
      })
      .default({ weights: "bf16", kvCache: "bf16" }),
    batching: pluginChoice(plugins.batching, "continuous"),
    router: pluginChoice(plugins.routers, "least-outstanding"),
    duration: time({ positive: true }).optional(),
    requests: count().optional().meta({ description: "Arrivals end after this many." }),
    warmup: time().optional(),
  };
}

type Options = z.output<z.ZodObject<ReturnType<typeof optionsOf>>>;

/** The workload kind `inference` over these plug-ins. */
export function inferenceWorkload(plugins: InferencePlugins): WorkloadKind<ReturnType<typeof optionsOf>> {
  return {
    name: "inference",
    help: "serving: requests arrive, wait, are prefilled and decoded in batches by replicas of the model",
    options: optionsOf(plugins),
    create: (options, setting) => new Inference(plugins, options, setting),
  };
}

function generates({ family, stack, head }: Model): boolean {
  return (
    head &&
    stack !== undefined &&
    (family === "decoder" || family === "multimodal" || family === "encoder-decoder")
  );
}

class Inference implements Workload {
  readonly #placed: PlacedReplicas;
  readonly #serving: Serving;
  readonly #policy: BatchingPolicy;
  readonly #setting: WorkloadSetting;
  readonly #load: LoadGenerator;
  readonly #warnings: string[] = [];

  constructor(plugins: InferencePlugins, options: Options, setting: WorkloadSetting) {
    const { streams, model } = setting;
    this.#setting = setting;
    if (!generates(model)) {
      const expected = "a model that generates tokens: a decoder, multimodal or encoder-decoder model";
      throw new ScenarioError([
        { path: "model", found: `${model.name}, of family ${model.family}`, expected },
      ]);
    }
    this.#policy = createPlugin(plugins.batching, options.batching, undefined);
    this.#load = options.trace
      ? this.#traceLoad(plugins, options, options.trace)
      : this.#generatedLoad(plugins, options);
    this.#placed = placeReplicas(
      setting,
      { ...options.parallelism, ...options.precision },
      this.#kvNeed(options.trace !== undefined),
    );
    const { memory, replicas } = this.#placed;
    this.#serving = new Serving({
      replicas,
      kvCapacityTokens: memory.kvCapacityTokens,
      requestTokensMax: Math.min(model.maxTokens, memory.kvCapacityTokens),
      timer: new ModelStepTimer(this.#placed),
      policy: this.#policy,
      order: byArrival,
      kvBlockTokens: blockTokensDefault,
      watermark: 0,
      frontEndNs: setting.profile.constants.requestOverheadNs,
      router: (fleet) =>
        createPlugin(plugins.routers, options.router, { fleet, random: streams.stream("router") }),
      timeline: setting.timeline,
      load: this.#load,
      warmupNs: options.warmup ?? 0,
      objectives: setting.objectives,
    });
    this.#warnOfUnused(options);
  }

  start(simulator: Simulator): void {
    this.#serving.start(simulator);
  }

  result(simulator: Simulator): WorkloadResult {
    const { recorder, engines } = this.#serving;
    recorder.check(simulator.now, this.#serving.held);
    const { memory, tensor, stages, context, replicas } = this.#placed;
    const elapsedNs = simulator.now;
    const timesNs = new Map<string, number>();
    for (const engine of engines) {
      stepParts.forEach((part, index) => {
        for (const [phase, parts] of [
          ["prefill", engine.prefillParts],
          ["decode", engine.decodeParts],
        ] as const) {
          const what = `${phase} ${part}`;
          timesNs.set(what, (timesNs.get(what) ?? 0) + parts[index]);
        }
      });
    }
    const attribution = attribute(timesNs, elapsedNs * replicas, "idle");
    const idle = attribution.find(({ what }) => what === "idle")?.fraction ?? 0;
    const metrics = this.#metrics();
    const kvUsedBytes = (metrics.kvUseMax ?? 0) * memory.kvCapacityTokens * memory.kvBytesPerToken;
    return {
      inference: metrics,
      memory: {
        perDeviceBytes: memory.weightsBytes + memory.workspaceBytes + kvUsedBytes,
        capacityBytes: memory.capacityBytes,
        parts: {
          weights: memory.weightsBytes,
          kv_cache: kvUsedBytes,
          workspace: memory.workspaceBytes,
        },
      },
      attribution,
      elapsedNs,
      busyFraction: 1 - idle,
      warnings: [...this.#warnings, ...this.#runWarnings(metrics)],
      restsOn: [
        "chip.memory.bandwidth",
        "chip.memory.usableBytes",
        `chip.tensor.peaks.${context.precision.compute}`,
      ],
      chosen: { tensor, pipeline: stages, replicas, compute: context.precision.compute },
      tables: { requests: recorder.table() },
      series: this.#serving.trace.series(elapsedNs),
    };
  }

  #metrics(): InferenceMetrics {
    const { recorder, engines } = this.#serving;
    const decodeSteps = engines.reduce((sum, engine) => sum + engine.decodeSteps, 0);
    const decodedTokens = engines.reduce((sum, engine) => sum + engine.decodedSequences, 0);
    const kvUse = engines.map(
      ({ memory: { kvCache } }) => kvCache.usedBlocksMax / Math.max(1, kvCache.capacityBlocks),
    );
    return {
      durationNs: Math.max(0, recorder.lastCompletionNs - recorder.firstArrivalNs),
      completed: recorder.measuredCompleted,
      failed: recorder.measuredFailed,
      totalInputTokens: recorder.inputTokens,
      totalOutputTokens: recorder.outputTokens,
      good: recorder.good,
      ttft: recorder.ttft.statistics(),
      tpot: recorder.tpot.statistics(),
      itl: recorder.itl.statistics(),
      e2el: recorder.e2el.statistics(),
      preemptions: engines.reduce((sum, engine) => sum + engine.preemptions, 0),
      batchMean: decodeSteps > 0 ? decodedTokens / decodeSteps : null,
      kvUseMax: Math.max(...kvUse),
      replicas: engines.length,
    };
  }

  /**
   * KV cache that must fit at once; the largest prefill step (prompts are prefilled in chunks of 8,192 tokens at most);
   * and what graphs are compiled for: the full batch, and the next power of two above the longest request.
   */
  #kvNeed(isTrace: boolean): KvNeed {
    const { longest } = this.#load;
    const { model } = this.#setting;
    const { maxBatch, fixedBatch } = this.#policy;
    const perRequest = Math.min(model.maxTokens, longest.inputTokens + longest.outputTokens);
    const sequences = fixedBatch ? maxBatch : 1;
    const prefillTokens = Math.min(prefillTokensMax, sequences * longest.inputTokens);
    // A trace's over-long requests fail one by one; what it needs is room for any request at all.
    const each = isTrace ? 1 : perRequest;
    const requests = sequences === 1 ? "one request" : `${sequences} requests`;
    return {
      tokens: sequences * each,
      description: `${requests} of ${significant(each, 6)} tokens`,
      prefillTokens,
      compiled: { batch: maxBatch, tokens: Math.min(model.maxTokens, 2 ** Math.ceil(Math.log2(perRequest))) },
    };
  }

  #traceLoad(
    plugins: InferencePlugins,
    options: Options,
    trace: { kind?: string; file: string },
  ): LoadGenerator {
    const text = this.#setting.readText(trace.file);
    const readers = plugins.traces.map((plugin) => ({
      name: plugin.name,
      reader: plugin.create({}, undefined),
    }));
    const chosen = trace.kind
      ? readers.find(({ name }) => name === trace.kind)
      : readers.find(({ reader }) => reader.recognises(text));
    if (chosen === undefined) {
      const names = readers.map(({ name }) => name);
      throw new ScenarioError([
        {
          path: "workload.trace.kind",
          found: "a file of no known form",
          expected: `one of ${names.join(", ")}`,
          nearest: nearest(trace.file, names),
        },
      ]);
    }
    const requests: RequestSpec[] = chosen.reader.read(text, trace.file);
    if (requests.length === 0) {
      throw new ScenarioError([
        { path: "workload.trace.file", found: "a trace without requests", expected: "at least one" },
      ]);
    }
    return new TraceLoad(requests, options.duration ?? Number.POSITIVE_INFINITY);
  }

  #generatedLoad(plugins: InferencePlugins, options: Options): LoadGenerator {
    const { streams } = this.#setting;
    const missing = (["arrivals", "input", "output"] as const).filter((key) => options[key] === undefined);
    if (missing.length > 0) {
      throw new ScenarioError(
        missing.map((key) => ({ path: `workload.${key}`, found: "nothing", expected: `${key}, or a trace` })),
      );
    }
    const law = (choice: PluginChoice, name: string) =>
      createPlugin(plugins.lengths, choice, { random: streams.stream(name) });
    return new GeneratedLoad(
      {
        arrivals: createPlugin(plugins.arrivals, options.arrivals as PluginChoice, {
          random: streams.stream("arrivals"),
        }),
        input: law(options.input as PluginChoice, "input-lengths"),
        output: law(options.output as PluginChoice, "output-lengths"),
      },
      {
        durationNs: options.duration ?? (options.requests ? Number.POSITIVE_INFINITY : tenMinutesNs),
        requests: options.requests ?? Number.POSITIVE_INFINITY,
      },
    );
  }

  /** Keys the user wrote that change nothing in this run. */
  #warnOfUnused(options: Options): void {
    const warn = (keys: readonly string[], why: string) => {
      const written = keys.map((key) => `workload.${key}`).filter((path) => this.#setting.isWritten(path));
      if (written.length > 0) this.#warnings.push(`no effect: ${written.join(", ")}; ${why}`);
    };
    if (options.trace) warn(["arrivals", "input", "output", "requests"], "the trace takes their place");
    if (this.#placed.replicas === 1) warn(["router"], "there is one replica");
  }

  #runWarnings(metrics: InferenceMetrics): string[] {
    const { memory } = this.#placed;
    const { recorder } = this.#serving;
    const warnings: string[] = [];
    if (recorder.injected === 0)
      warnings.push("no request arrived: the duration is shorter than the first gap");
    const finished = Math.max(1, metrics.completed);
    const meanTokens = (metrics.totalInputTokens + metrics.totalOutputTokens) / finished;
    const room = memory.kvCapacityTokens / Math.max(1, meanTokens);
    if (!this.#policy.fixedBatch && room < this.#policy.maxBatch) {
      const sent =
        metrics.preemptions > 0 ? `; ${metrics.preemptions} times a request lost its KV cache` : "";
      warnings.push(
        `short of KV room: each replica holds ${significant(memory.kvCapacityTokens, 6)} tokens, about ` +
          `${significant(room, 2)} requests of mean length; the batch limit is ${this.#policy.maxBatch}${sent}`,
      );
    }
    if (recorder.failed > 0) {
      warnings.push(
        `${recorder.failed} requests are longer than the model (${this.#setting.model.maxTokens} tokens) ` +
          `or the KV cache (${memory.kvCapacityTokens} tokens) allows and failed`,
      );
    }
    return warnings;
  }
}
