/** A load test on Neuron devices as a scenario that a user can run: the server as it was started, and what its generator sent. */
import type { ModelShape } from "../../models/model-schema.ts";
import type { ConstantName } from "../../timing/constants.ts";
import { scenarioName } from "../../timing/constants.ts";
import type { StorageType } from "../../timing/data-types.ts";
import type { NeuronLoad } from "./neuron-load.ts";

/** What a scenario of a load test is written from. */
export interface WrittenLoad {
  name: string;
  instance: string;
  software: string;
  /** Constants in which the test's software differs, ns. */
  changed: Partial<Record<ConstantName, number>>;
  model: string | ModelShape;
  tensor: number;
  replicas: number;
  weights: StorageType;
  /** Compiled batch and context, and whether prompts are padded to it. */
  maxBatch: number;
  context: number;
  padsPrompts: boolean;
  /** TGI's router; one prompt at a time where false. */
  isRouted: boolean;
  input: { mean: number; deviation: number };
  output: { mean: number; deviation: number };
  load: NeuronLoad;
}

/** The scenario of `of`. */
export function loadScenario(of: WrittenLoad): object {
  const { name, instance, software, changed, model, load } = of;
  const changes = Object.entries(changed).map(
    ([constant, ns]) => [scenarioName(constant as ConstantName), `${ns} ns`] as const,
  );
  return {
    name,
    ...(load.kind === "spaced" && load.windowSeconds !== undefined
      ? { limits: { time: `${load.windowSeconds} s` } }
      : {}),
    cluster: {
      instance,
      count: 1,
      software: changes.length > 0 ? { from: software, set: Object.fromEntries(changes) } : software,
    },
    model,
    workload: {
      kind: "inference",
      ...arrivals(load),
      input: lengths(of.input),
      output: lengths(of.output),
      parallelism: { tensor: of.tensor, replicas: of.replicas },
      precision: { weights: of.weights, kvCache: "bf16" },
      batching: {
        kind: of.isRouted ? "served-ratio" : "continuous",
        maxBatch: of.maxBatch,
        ...(of.isRouted ? {} : { maxPrefillTokens: 1 }),
        compiledContext: of.context,
        ...(of.padsPrompts && { contextBuckets: [of.context] }),
      },
    },
  };
}

function arrivals(load: NeuronLoad): object {
  if (load.kind === "users")
    return { arrivals: { kind: "closed-loop", users: load.users }, duration: `${load.seconds} s` };
  const { requests, gapNs } = load;
  if (gapNs === 0) return { arrivals: { kind: "batch", size: requests } };
  return { arrivals: { kind: "constant", rate: `${1e9 / gapNs}/s` }, requests };
}

function lengths({ mean, deviation }: WrittenLoad["input"]): object {
  const tokens = Math.round(mean);
  return deviation === 0 ? { kind: "constant", tokens } : { kind: "normal", mean, deviation };
}
