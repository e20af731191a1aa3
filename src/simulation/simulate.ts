/**
 * The whole program on one page:
 *
 *     Scenario -> Cluster -> Workload -> Simulator -> Record
 */
import { InfeasibleError } from "../base/errors.ts";
import { RandomStreams } from "../base/random.ts";
import { buildCluster, type Cluster } from "../cluster/cluster.ts";
import { World } from "../cluster/world.ts";
import { choosePrice } from "../hardware/price.ts";
import { type RunOutcome, Simulator } from "../kernel/simulator.ts";
import { type Cost, costOf } from "../metrics/cost.ts";
import { type Energy, energyOf } from "../metrics/energy.ts";
import type { Timeline } from "../metrics/timeline.ts";
import { profileOn, type SoftwareProfile } from "../timing/software-profile.ts";
import type { Workload, WorkloadKind, WorkloadResult } from "../workload/workload.ts";
import type { Scenario } from "./scenario.ts";

/** What a simulation needs beside the scenario. */
export interface SimulationCatalog {
  workloads: readonly WorkloadKind[];
  defaultProfile(scenario: Scenario): SoftwareProfile;
  /** Text of a file that the scenario names. */
  readText(path: string): string;
  /** Where to tell what happens when, if anyone asked. */
  timeline?: Timeline;
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

/** A scenario made ready: hardware placed, software chosen, work planned on it. */
interface Plan {
  cluster: Cluster;
  profile: SoftwareProfile;
  /** Absent where it does not fit. */
  workload?: Workload;
  infeasible?: InfeasibleError;
}

/**
 * Plans `scenario` without running it. Throws a `ScenarioError` when its parts are at odds with each other; a model that
 * does not fit is no error. `written` is the scenario as its file has it: keys in it that have no effect are warned of.
 */
export function plan(scenario: Scenario, catalog: SimulationCatalog, written: unknown = {}): Plan {
  const { instance, count, lnc, tiers, collectives } = scenario.cluster;
  const cluster = buildCluster({
    instance,
    count,
    coresPerRank: lnc,
    tiers: tiers.map(({ latency, ...tier }) => ({ ...tier, latencyNs: latency })),
    collectives,
  });
  const software = scenario.cluster.software ?? catalog.defaultProfile(scenario);
  const profile = profileOn(instance.chip, software);
  const { kind, ...options } = scenario.workload;
  const workloadKind = catalog.workloads.find(({ name }) => name === kind) as WorkloadKind;
  try {
    const workload = workloadKind.create(options, {
      cluster,
      model: scenario.model,
      profile,
      objectives: scenario.objectives,
      streams: new RandomStreams(scenario.seed),
      isWritten: (path) => valueAt(written, path) !== undefined,
      readText: catalog.readText,
      timeline: catalog.timeline,
    });
    return { cluster, profile, workload };
  } catch (error) {
    if (error instanceof InfeasibleError) return { cluster, profile, infeasible: error };
    throw error;
  }
}

/** Simulates `scenario`, planned as `plan` does. What does not fit is a record with status `out-of-memory`. */
export function simulate(scenario: Scenario, catalog: SimulationCatalog, written: unknown = {}): Record {
  const { cluster, profile, workload, infeasible } = plan(scenario, catalog, written);
  const base = { scenario, cluster, profile };
  if (workload === undefined) {
    const reason = infeasible?.message;
    return { ...base, status: "out-of-memory", reason, infeasible, ...accounts(scenario), events: 0 };
  }
  const simulator = new Simulator(`${scenario.name}, seed ${scenario.seed}`);
  const world = new World(simulator, cluster.network.topology, { fidelity: scenario.cluster.network });
  workload.claim?.(world);
  workload.start(world);
  const outcome = simulator.run({ timeNs: scenario.limits.time, events: scenario.limits.events });
  const result = workload.result(world);
  return {
    ...base,
    status: outcome.status,
    reason: outcome.status === "stalled" ? outcome.waiting.join("; ") : undefined,
    result,
    ...accounts(scenario, result),
    events: simulator.events,
  };
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((inner, key) => (inner as { [key: string]: unknown } | undefined)?.[key], value);
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
      otherUsdPerHour: otherUsdPerHour(scenario, result),
      heldFraction: result?.heldFraction,
      elapsedNs,
      outputTokensPerNs,
      totalTokensPerNs,
      requestsPerNs: inference ? perNs(inference.completed, inference.durationNs) : 0,
    }),
    energy: energyOf(instance, count, { elapsedNs, busyFraction }),
  };
}

/** Dollars an hour of instances beside the cluster's; null where one has no price. */
function otherUsdPerHour({ cluster }: Scenario, result?: WorkloadResult): number | null {
  let sum: number | null = 0;
  for (const { instance, count } of result?.otherInstances ?? []) {
    const { usdPerHour } = choosePrice(instance, cluster.pricing);
    sum = sum === null || usdPerHour === null ? null : sum + count * usdPerHour;
  }
  return sum;
}
