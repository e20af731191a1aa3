/**
 * The whole program on one page:
 *
 *     Scenario -> Cluster -> Workload -> Simulator -> Record
 */
import { InfeasibleError } from "../base/errors.ts";
import { RandomStreams } from "../base/random.ts";
import { buildCluster, type Cluster } from "../cluster/cluster.ts";
import { choosePrice } from "../hardware/price.ts";
import { type RunOutcome, Simulator } from "../kernel/simulator.ts";
import { type Cost, costOf } from "../metrics/cost.ts";
import { type Energy, energyOf } from "../metrics/energy.ts";
import type { SoftwareProfile } from "../timing/software-profile.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload/workload.ts";
import type { Scenario } from "./scenario.ts";

/** What a simulation needs beside the scenario. */
export interface SimulationCatalog {
  workloads: readonly WorkloadKind[];
  defaultProfile(scenario: Scenario): SoftwareProfile;
  /** Text of a file that the scenario names. */
  readText(path: string): string;
}

/** How a run ended: as the simulator says, or before it began for want of memory. */
export type RunStatus = RunOutcome["status"] | "out-of-memory";

/** Everything one simulation gives. */
export interface Record {
  scenario: Scenario;
  cluster: Cluster;
  profile: SoftwareProfile;
  status: RunStatus;
  /** Why the run did not complete: who waits for what, or what does not fit. */
  reason?: string;
  infeasible?: InfeasibleError;
  result?: WorkloadResult;
  cost: Cost;
  energy: Energy;
  events: number;
}

/**
 * Simulates `scenario`. A model that does not fit is a record with status `out-of-memory`, not an error. `written` is the
 * scenario as its file has it: keys in it that have no effect are warned of.
 */
export function simulate(scenario: Scenario, catalog: SimulationCatalog, written: unknown = {}): Record {
  const { instance, count, lnc } = scenario.cluster;
  const cluster = buildCluster({ instance, count, coresPerRank: lnc });
  const profile = scenario.cluster.software ?? catalog.defaultProfile(scenario);
  const simulator = new Simulator(`${scenario.name}, seed ${scenario.seed}`);
  const base = { scenario, cluster, profile };
  try {
    const workload = planWorkload(scenario, catalog, {
      cluster,
      model: scenario.model,
      profile,
      objectives: scenario.objectives,
      streams: new RandomStreams(scenario.seed),
      isWritten: (path) => valueAt(written, path) !== undefined,
      readText: catalog.readText,
    });
    workload.start(simulator);
    const outcome = simulator.run({ timeNs: scenario.limits.time, events: scenario.limits.events });
    const result = workload.result(simulator);
    return {
      ...base,
      status: outcome.status,
      reason: outcome.status === "stalled" ? outcome.waiting.join("; ") : undefined,
      result,
      ...accounts(scenario, result),
      events: simulator.events,
    };
  } catch (error) {
    if (!(error instanceof InfeasibleError)) throw error;
    return {
      ...base,
      status: "out-of-memory",
      reason: error.message,
      infeasible: error,
      ...accounts(scenario),
      events: simulator.events,
    };
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((inner, key) => (inner as { [key: string]: unknown } | undefined)?.[key], value);
}

function planWorkload(scenario: Scenario, catalog: SimulationCatalog, setting: WorkloadSetting): Workload {
  const { kind, ...options } = scenario.workload;
  const workload = catalog.workloads.find(({ name }) => name === kind) as WorkloadKind;
  return workload.create(options, setting);
}

function accounts(scenario: Scenario, result?: WorkloadResult): { cost: Cost; energy: Energy } {
  const { instance, count, pricing } = scenario.cluster;
  const { inference, training, elapsedNs = 0, busyFraction = 0 } = result ?? {};
  const perNs = (tokens: number, ns: number) => (ns > 0 ? tokens / ns : 0);
  const outputTokensPerNs = inference ? perNs(inference.totalOutputTokens, inference.durationNs) : 0;
  const totalTokensPerNs = inference
    ? perNs(inference.totalInputTokens + inference.totalOutputTokens, inference.durationNs)
    : training
      ? perNs(training.tokensPerStep, training.stepNs)
      : 0;
  return {
    cost: costOf(choosePrice(instance, pricing), {
      instances: count,
      elapsedNs,
      outputTokensPerNs,
      totalTokensPerNs,
    }),
    energy: energyOf(instance, count, { elapsedNs, busyFraction }),
  };
}
