/** A load test on Neuron devices as a scenario that a user can run: the server as it was started, and what its generator sent. */
import type { ModelShape } from "../../models/model-schema.ts";
import type { ConstantName } from "../../timing/constants.ts";
import { scenarioName } from "../../timing/constants.ts";
import type { StorageType } from "../../timing/data-types.ts";

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
  /** Users of a closed loop, or requests a second, evenly. */
  load: { users: number } | { perSecond: number };
  /** How long it is measured, or how many requests are sent. */
  until: { seconds: number } | { requests: number };
}

/** The scenario of `of`. */
export function loadScenario(of: WrittenLoad): object {
  const { name, instance, software, changed, model, load, until } = of;
  const changes = Object.entries(changed).map(
    ([constant, ns]) => [scenarioName(constant as ConstantName), `${ns} ns`] as const,
  );
  return {
    name,
    cluster: {
      instance,
      count: 1,
      software: changes.length > 0 ? { from: software, set: Object.fromEntries(changes) } : software,
    },
    model,
    workload: {
      kind: "inference",
      arrivals:
        "users" in load
          ? { kind: "closed-loop", users: load.users }
          : { kind: "constant", rate: `${load.perSecond}/s` },
      input: lengths(of.input),
      output: lengths(of.output),
      ...("seconds" in until ? { duration: `${until.seconds} s` } : { requests: until.requests }),
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

function lengths({ mean, deviation }: WrittenLoad["input"]): object {
  const tokens = Math.round(mean);
  return deviation === 0 ? { kind: "constant", tokens } : { kind: "normal", mean, deviation };
}
