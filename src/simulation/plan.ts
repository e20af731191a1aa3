/** A scenario made ready to run: hardware wired, jobs placed, software chosen, work planned; nothing has moved yet. */
import { InfeasibleError, type Problem, ScenarioError } from "../base/errors.ts";
import { RandomStreams } from "../base/random.ts";
import { buildCluster, type Cluster } from "../cluster/cluster.ts";
import type { Shortcuts, World } from "../cluster/world.ts";
import type { Timeline } from "../metrics/timeline.ts";
import type { Model } from "../models/model.ts";
import { profileOn, type SoftwareProfile } from "../timing/software-profile.ts";
import type { LeastRun } from "../workload/plan-traits.ts";
import type { Settled, Workload, WorkloadKind } from "../workload/workload.ts";
import { accountsOf } from "./accounts.ts";
import { type PlacedJob, placeJobs } from "./jobs.ts";
import { contractOf } from "./kind-contract.ts";
import type { SettledJobs } from "./pilot-runs.ts";
import type { Scenario } from "./scenario.ts";

/** What a simulation needs beside the scenario. */
export interface SimulationCatalog {
  workloads: readonly WorkloadKind[];
  defaultProfile(cluster: Cluster, kind: WorkloadKind, model: Model | undefined): SoftwareProfile;
  /** Text of a file that the scenario names. */
  readText(path: string): string;
  /** Its bytes, where it is no text. */
  readBytes(path: string): Uint8Array;
  /** Where to tell what happens when, if anyone asked. */
  timeline?: Timeline | undefined;
  /** For tests: the long way instead of shortcuts, and a look at each world before anything moves in it. */
  shortcuts?: Shortcuts | undefined;
  look?(world: World): void;
}

/** A job made ready: software chosen, work planned. */
export interface PlannedJob {
  job: PlacedJob;
  kind: WorkloadKind;
  profile: SoftwareProfile;
  /** Absent where it does not fit. */
  workload?: Workload;
  infeasible?: InfeasibleError;
}

/** A scenario made ready. */
export interface Plan {
  cluster: Cluster;
  jobs: readonly PlannedJob[];
  /** Of the first job that does not fit. */
  infeasible?: InfeasibleError | undefined;
}

/**
 * Plans `scenario` without running it. Throws a `ScenarioError` when its parts are at odds with each other; a model that
 * does not fit is no error. `written` is the scenario as its file has it: keys in it that have no effect are warned of.
 */
export function plan(
  scenario: Scenario,
  catalog: SimulationCatalog,
  written: unknown = {},
  settled: SettledJobs = [],
): Plan {
  const cluster = clusterOf(scenario);
  const placed = placeJobs(scenario, cluster);
  const jobs = placed.map((job, owner) =>
    planJob(job, { scenario, catalog, written, owner, jobs: placed.length, settled: settled[owner] }),
  );
  return { cluster, jobs, infeasible: jobs.find(({ infeasible }) => infeasible)?.infeasible };
}

function clusterOf({ cluster }: Scenario): Cluster {
  const { instance, count, lnc, tiers, topology, collectives, region } = cluster;
  return buildCluster({
    instance,
    count,
    coresPerRank: lnc,
    tiers: tiers.map(({ latency, ...tier }) => ({ ...tier, latencyNs: latency })),
    topology,
    collectives,
    region,
  });
}

/**
 * The least that the run of `scenario` takes on any number of instances; undefined where nothing is known. Throws a
 * `ScenarioError` where no number of them makes a run.
 */
export function leastRun(
  scenario: Scenario,
  catalog: Pick<SimulationCatalog, "workloads" | "defaultProfile">,
): LeastRun | undefined {
  const [job] = placeJobs(scenario, clusterOf(scenario));
  const { kind: name, ...options } = job?.workload ?? {};
  const kind = catalog.workloads.find((each) => each.name === name);
  if (job?.model === undefined || kind?.plans?.runLeast === undefined) return undefined;
  const { cluster, model } = job;
  const profile = profileOf(job, kind, scenario, catalog);
  return kind.plans.runLeast(options, { cluster, model, profile });
}

/** The software that `job` runs under. */
function profileOf(
  { software, cluster, model }: PlacedJob,
  kind: WorkloadKind,
  scenario: Scenario,
  catalog: Pick<SimulationCatalog, "defaultProfile">,
): SoftwareProfile {
  const chosen = software ?? scenario.cluster.software ?? catalog.defaultProfile(cluster, kind, model);
  return profileOn(cluster.instance.chip, chosen);
}

function planJob(
  job: PlacedJob,
  of: {
    scenario: Scenario;
    catalog: SimulationCatalog;
    written: unknown;
    owner: number;
    jobs: number;
    settled: Settled | undefined;
  },
): PlannedJob {
  const { scenario, catalog, written, owner, jobs, settled } = of;
  const { kind: name, ...open } = job.workload;
  const kind = catalog.workloads.find((each) => each.name === name) as WorkloadKind;
  const { options } = settled ?? kind.pilot?.(open) ?? { options: open };
  const at = (path: string) => (job.path === "" ? path : `${job.path}.${path}`);
  if (job.cluster.chipShare !== undefined && !kind.sharesChips) {
    const sharing = catalog.workloads.filter(({ sharesChips }) => sharesChips).map((each) => each.name);
    const expected = `chips of its own; kinds that share them are ${sharing.join(", ")}`;
    throw new ScenarioError([{ path: at("shareChips"), found: `a job of kind ${name}`, expected }]);
  }
  if (job.model === undefined && !kind.needsNoModel) {
    const expected = "a model: a catalog name, { huggingface: ./config.json }, or shapes";
    throw new ScenarioError([{ path: at("model"), found: "nothing", expected }]);
  }
  const profile = profileOf(job, kind, scenario, catalog);
  const streams = new RandomStreams(scenario.seed);
  try {
    const workload = contractOf(kind).call("create", () =>
      kind.create(options, {
        cluster: job.cluster,
        model: job.model as Model,
        profile,
        // Those of the whole scenario are judged by the worst of its jobs, so that each is to meet them.
        objectives: { ...scenario.objectives, ...job.objectives },
        // What one of several draws is its own, whatever the others are.
        streams: jobs === 1 ? streams : streams.within(job.name),
        isWritten: (path) => valueAt(written, at(path)) !== undefined,
        readText: catalog.readText,
        readBytes: catalog.readBytes,
        timeline: owner === 0 ? catalog.timeline : undefined,
        priceUsdPerHour: accountsOf(scenario, job.cluster).cost.usdPerHour,
        pricing: scenario.cluster.pricing,
        fidelity: scenario.cluster.network,
        shortcuts: catalog.shortcuts,
        storage: scenario.cluster.storage,
        eventsMost: scenario.limits.events,
        owner,
      }),
    );
    return { job, kind, profile, workload };
  } catch (error) {
    if (error instanceof InfeasibleError) return { job, kind, profile, infeasible: error };
    if (error instanceof ScenarioError && job.path !== "") {
      throw new ScenarioError(
        error.problems.map((problem: Problem) => {
          const { path = "workload" } = problem;
          // Volumes are the scenario's, whoever uses them.
          return { ...problem, path: path.startsWith("cluster.storage.") ? path : at(path) };
        }),
      );
    }
    throw error;
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce((inner, key) => (inner as { [key: string]: unknown } | undefined)?.[key], value);
}
