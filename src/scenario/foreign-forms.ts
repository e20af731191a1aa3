/**
 * Configurations of other simulators, told by keys that each of them has, so that whoever hands one over learns what to write
 * instead of forty unknown keys. None is translated: their figures (efficiencies, link widths) mean other things here.
 */
import type { Problem } from "../base/errors.ts";

/** A form and where a scenario says the same. */
export interface ForeignForm {
  what: string;
  /** Keys at the top that tell it: all of them. */
  keys: readonly string[];
  /** Dotted keys of a scenario that say what it says. */
  instead: readonly string[];
}

/** Where a scenario of serving says what simulators of it ask for. */
const servingKeys = [
  "model",
  "cluster.instance",
  "workload.arrivals",
  "workload.parallelism",
  "workload.batching",
];

/** The forms that are known by name. */
export const foreignForms: readonly ForeignForm[] = [
  {
    what: "a Calculon execution",
    keys: ["tensor_par", "pipeline_par", "data_par", "microbatch_size"],
    instead: ["workload.parallelism", "workload.globalBatch", "workload.microBatch"],
  },
  {
    what: "a Calculon application",
    keys: ["hidden", "feedforward", "attn_heads", "attn_size", "num_blocks"],
    instead: ["model", "workload.sequenceLength"],
  },
  {
    what: "a Calculon system",
    keys: ["matrix", "vector", "mem1", "networks"],
    instead: ["cluster.instance", "cluster.topology"],
  },
  {
    what: "an ASTRA-sim system",
    keys: ["scheduling-policy", "all-reduce-implementation"],
    instead: ["cluster.instance", "cluster.collectives"],
  },
  {
    what: "an ASTRA-sim network",
    keys: ["topology", "npus_count", "bandwidth", "latency"],
    instead: ["cluster.topology", "cluster.count"],
  },
  {
    what: "a Vidur configuration",
    keys: ["cluster_config", "request_generator_config"],
    instead: servingKeys,
  },
  {
    what: "a Vidur configuration, flat",
    keys: ["cluster_config_num_replicas", "replica_config_model_name"],
    instead: servingKeys,
  },
  {
    what: "a Vidur configuration of its first version",
    keys: ["replica", "replica_scheduler", "request_generator"],
    instead: servingKeys,
  },
  {
    what: "a Vidur search",
    keys: ["clusters", "schedulers", "traces", "tp_dimensions"],
    instead: ["space", "model", "cluster.instance", "workload.trace", "objectives"],
  },
  {
    what: "an LLMServingSim cluster",
    keys: ["num_nodes", "link_bw", "nodes"],
    instead: ["model", "cluster.instance", "cluster.count", "workload.parallelism"],
  },
];

/** What is wrong with `value` where it is a form of another simulator. */
export function foreignProblem(value: object): Problem | undefined {
  const form = foreignForms.find(({ keys }) => keys.every((key) => key in value));
  if (form === undefined) return undefined;
  const expected = `a scenario, which says this under ${form.instead.join(", ")} (trnsim init writes one to begin with)`;
  return { found: `${form.what} (${form.keys.join(", ")})`, expected };
}

/** Files that scenarios name, by how their names end, and where one names them. */
export const namedFiles: Readonly<Record<string, { what: string; where: string }>> = {
  ".et": { what: "a Chakra execution trace", where: "workload: { kind: execution-trace, file: ... }" },
  ".csv": { what: "rows", where: "workload: { kind: inference, trace: { file: ... } }" },
  ".jsonl": { what: "rows", where: "workload: { kind: inference, trace: { file: ... } }" },
  ".swf": { what: "a Standard Workload Format log", where: "workload: { kind: queue, jobs: { file: ... } }" },
};

/** What is wrong with a file of that name where it is none of scenarios, but one that they name. */
export function foreignFileProblem(file: string): Problem | undefined {
  const ending = Object.keys(namedFiles).find((each) => file.toLowerCase().endsWith(each));
  if (ending === undefined) return undefined;
  const { what, where } = namedFiles[ending] as { what: string; where: string };
  return { file, found: `${what} (${ending})`, expected: `a scenario that names it: ${where}` };
}
