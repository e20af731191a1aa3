/**
 * The whole program on one page:
 *
 *     Scenario -> Cluster -> Jobs -> World (clock, shared links) -> Record
 */
import { elementAt } from "../base/element-at.ts";
import { ContractError, InfeasibleError, type Problem, ScenarioError } from "../base/errors.ts";
import { RandomStreams } from "../base/random.ts";
import { buildCluster, type Cluster } from "../cluster/cluster.ts";
import { type Shortcuts, World } from "../cluster/world.ts";
import { type RunOutcome, Simulator } from "../kernel/simulator.ts";
import type { ChipAccount } from "../metrics/chip-account.ts";
import type { Cost } from "../metrics/cost.ts";
import type { Energy } from "../metrics/energy.ts";
import type { MetricDefinition } from "../metrics/metric.ts";
import { unansweredText } from "../metrics/request-count.ts";
import type { Timeline } from "../metrics/timeline.ts";
import type { Model } from "../models/model.ts";
import { profileOn, type SoftwareProfile } from "../timing/software-profile.ts";
import type { Choice, OtherInstances, Workload, WorkloadKind, WorkloadResult } from "../workload/workload.ts";
import { accountsOf } from "./accounts.ts";
import { type PlacedJob, placeJobs } from "./jobs.ts";
import { checkedResult, contractOf } from "./kind-contract.ts";
import { tellLoads } from "./resource-counters.ts";
import type { Scenario } from "./scenario.ts";
import { type SharedLink, sharedLinks } from "./shared-links.ts";

/** What a simulation needs beside the scenario. */
export interface SimulationCatalog {
  workloads: readonly WorkloadKind[];
  defaultProfile(cluster: Cluster, kind: string, model: Model | undefined): SoftwareProfile;
  /** Text of a file that the scenario names. */
  readText(path: string): string;
  /** Where to tell what happens when, if anyone asked. */
  timeline?: Timeline | undefined;
  /** For tests: the long way instead of shortcuts, and a look at each world before anything moves in it. */
  shortcuts?: Shortcuts | undefined;
  look?(world: World): void;
}

/** How a run ended: as the simulator says, before it began for want of memory, or with no request answered. */
export type RunStatus = RunOutcome["status"] | "out-of-memory" | "nothing-served";

/** What one job gives. */
export interface JobRecord {
  job: PlacedJob;
  /** Metrics of its kind. */
  metrics: readonly MetricDefinition[];
  profile: SoftwareProfile;
  /** What was left open, and how it was settled. */
  choices: readonly Choice[];
  status: Extract<RunStatus, "completed" | "out-of-memory" | "nothing-served">;
  /** Why it did not complete. */
  reason?: string | undefined;
  result?: WorkloadResult | undefined;
  account: ChipAccount;
  cost: Cost;
  energy: Energy;
  /** Its time beside the others over its time alone; absent for a lone job. */
  slowdown?: number | null;
}

/** Everything one simulation gives. */
export interface RunRecord {
  scenario: Scenario;
  cluster: Cluster;
  profile: SoftwareProfile;
  status: RunStatus;
  /** Why the run did not complete: who waits for what, or what does not fit. */
  reason?: string | undefined;
  infeasible?: InfeasibleError | undefined;
  /** Of the only job; absent where there are several. */
  result?: WorkloadResult | undefined;
  /** Of every chip-second of the cluster. */
  account: ChipAccount;
  cost: Cost;
  energy: Energy;
  /** One, or several side by side. */
  jobs: readonly JobRecord[];
  /** Links that several jobs used, and how much each was slowed there. */
  sharedLinks: readonly SharedLink[];
  events: number;
}

/** A job made ready: software chosen, work planned. */
interface PlannedJob {
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
export function plan(scenario: Scenario, catalog: SimulationCatalog, written: unknown = {}): Plan {
  const { instance, count, lnc, tiers, topology, collectives } = scenario.cluster;
  const cluster = buildCluster({
    instance,
    count,
    coresPerRank: lnc,
    tiers: tiers.map(({ latency, ...tier }) => ({ ...tier, latencyNs: latency })),
    topology,
    collectives,
  });
  const placed = placeJobs(scenario, cluster);
  const jobs = placed.map((job, owner) =>
    planJob(job, { scenario, catalog, written, owner, jobs: placed.length }),
  );
  return { cluster, jobs, infeasible: jobs.find(({ infeasible }) => infeasible)?.infeasible };
}

function planJob(
  job: PlacedJob,
  of: { scenario: Scenario; catalog: SimulationCatalog; written: unknown; owner: number; jobs: number },
): PlannedJob {
  const { scenario, catalog, written, owner, jobs } = of;
  const { kind: name, ...options } = job.workload;
  const kind = catalog.workloads.find((each) => each.name === name) as WorkloadKind;
  const at = (path: string) => (job.path === "" ? path : `${job.path}.${path}`);
  if (job.model === undefined && !kind.needsNoModel) {
    const expected = "a model: a catalog name, { huggingface: ./config.json }, or shapes";
    throw new ScenarioError([{ path: at("model"), found: "nothing", expected }]);
  }
  const software =
    job.software ?? scenario.cluster.software ?? catalog.defaultProfile(job.cluster, name, job.model);
  const profile = profileOn(job.cluster.instance.chip, software);
  const streams = new RandomStreams(scenario.seed);
  try {
    const workload = contractOf(kind).call("create", () =>
      kind.create(options, {
        cluster: job.cluster,
        model: job.model as Model,
        profile,
        objectives: job.objectives,
        // What one of several draws is its own, whatever the others are.
        streams: jobs === 1 ? streams : streams.within(job.name),
        isWritten: (path) => valueAt(written, at(path)) !== undefined,
        readText: catalog.readText,
        timeline: owner === 0 ? catalog.timeline : undefined,
        priceUsdPerHour: accountsOf(scenario, job.cluster).cost.usdPerHour,
        pricing: scenario.cluster.pricing,
        fidelity: scenario.cluster.network,
        shortcuts: catalog.shortcuts,
        storage: scenario.cluster.storage,
        owner,
      }),
    );
    return { job, kind, profile, workload };
  } catch (error) {
    if (error instanceof InfeasibleError) return { job, kind, profile, infeasible: error };
    if (error instanceof ScenarioError && job.path !== "") {
      throw new ScenarioError(
        error.problems.map((problem: Problem) => ({ ...problem, path: at(problem.path ?? "workload") })),
      );
    }
    throw error;
  }
}

/** Simulates `scenario`, planned as `plan` does. What does not fit is a record with status `out-of-memory`. */
export function simulate(scenario: Scenario, catalog: SimulationCatalog, written: unknown = {}): RunRecord {
  const planned = plan(scenario, catalog, written);
  const { cluster, infeasible } = planned;
  const { world, outcome } = play(scenario, planned, catalog);
  // Others run even where one does not fit; each is then held against itself alone.
  const aloneOf = (owner: number): WorkloadResult | undefined => {
    const again = plan(scenario, { ...catalog, timeline: undefined }, written);
    const { world: alone } = play(scenario, again, catalog, owner);
    return resultOf(elementAt(again.jobs, owner), alone);
  };
  const jobs = planned.jobs.map((plannedJob, owner): JobRecord => {
    const { job, kind, profile, infeasible: unfit } = plannedJob;
    const result = resultOf(plannedJob, world);
    const accounts = accountsOf(scenario, job.cluster, result);
    const ending = endingOf(unfit, result);
    const choices = choicesOf(scenario, plannedJob, accounts.cost, result);
    const base = { job, metrics: kind.metrics ?? [], profile, choices, ...ending, result, ...accounts };
    return planned.jobs.length === 1 ? base : { ...base, slowdown: slowdownOf(result, aloneOf(owner)) };
  });
  const first = elementAt(jobs, 0);
  const only = jobs.length === 1 ? first.result : undefined;
  const unserved = jobs.find(({ status }) => status === "nothing-served");
  const ending = outcome.status === "completed" ? (unserved ?? outcome) : outcome;
  const status = infeasible ? "out-of-memory" : ending.status;
  return {
    scenario,
    cluster,
    profile: first.profile,
    status,
    reason:
      infeasible?.message ??
      (outcome.status === "stalled" ? outcome.waiting.join("; ") : undefined) ??
      (status === "nothing-served" ? unserved?.reason : undefined),
    infeasible,
    result: only,
    ...accountsOf(scenario, cluster, only ?? together(jobs), true),
    jobs,
    sharedLinks:
      jobs.length === 1
        ? []
        : sharedLinks(
            cluster,
            world,
            jobs.map(({ job }) => job.name),
          ),
    events: world.simulator.events,
  };
}

/** Software and prices that the scenario leaves open, then what the workload had to choose. */
function choicesOf(
  { cluster }: Scenario,
  { job, kind, profile }: PlannedJob,
  { price }: Cost,
  result: WorkloadResult | undefined,
): Choice[] {
  const software = job.software ?? cluster.software;
  const isSoftwareOpen = software === undefined && !kind.needsNoModel;
  const { chip } = job.cluster.instance;
  const isFront = software?.onNeuron !== undefined && chip.kind === "neuron";
  const { pricing } = cluster;
  const isPriceOpen =
    (typeof pricing === "object" && "option" in pricing ? pricing.option : pricing) === "auto";
  return [
    ...(isSoftwareOpen
      ? [
          {
            key: "cluster.software",
            value: profile.name,
            why: `the newest stack known for ${kind.name} of such a model on ${chip.name}`,
          },
        ]
      : []),
    ...(isFront
      ? [
          {
            key: "cluster.software",
            value: profile.name,
            why: `${software.name} is a front of ${profile.title} on ${chip.name}`,
          },
        ]
      : []),
    ...(isPriceOpen && price.option !== null
      ? [
          {
            key: "cluster.pricing",
            value: price.option,
            why: "on-demand where it is listed, else a capacity block",
          },
        ]
      : []),
    ...(result?.choices ?? []),
  ];
}

/** The result of a job, checked as what any kind of workload may give. */
function resultOf({ kind, workload }: PlannedJob, world: World): WorkloadResult | undefined {
  if (workload === undefined) return undefined;
  return checkedResult(
    kind,
    contractOf(kind).call("result", () => workload.result(world)),
  );
}

/** How a job ended: where it was asked something it must have answered. */
function endingOf(
  infeasible: InfeasibleError | undefined,
  result: WorkloadResult | undefined,
): Pick<JobRecord, "status" | "reason"> {
  if (infeasible !== undefined) return { status: "out-of-memory", reason: infeasible.message };
  const { requests } = result?.inference ?? {};
  return requests !== undefined && requests.asked > 0 && requests.completed === 0
    ? { status: "nothing-served", reason: unansweredText(requests) }
    : { status: "completed" };
}

/** Runs the jobs of `planned`, or one of them where the others have claimed their links but never run. */
function play(
  scenario: Scenario,
  { cluster, jobs }: Plan,
  { shortcuts, look, timeline }: SimulationCatalog,
  only?: number,
): { world: World; outcome: RunOutcome } {
  const { limits } = scenario;
  const simulator = new Simulator(`${scenario.name}, seed ${scenario.seed}`);
  const runs = ({ workload }: PlannedJob, owner: number) =>
    workload !== undefined && (only === undefined || owner === only);
  const absent = jobs.flatMap((job, owner) => (runs(job, owner) ? [] : [owner]));
  const { network: fidelity, storage } = scenario.cluster;
  const world = new World(simulator, cluster, { fidelity, jobs: jobs.length, absent, storage, shortcuts });
  look?.(world);
  if (timeline !== undefined && only === undefined) tellLoads(world, cluster, timeline);
  for (const { kind, workload } of jobs) contractOf(kind).call("claim", () => workload?.claim?.(world));
  const start = ({ kind, workload }: PlannedJob) =>
    contractOf(kind).call("start", () => workload?.start(world));
  const starter = { handle: (owner: number) => start(elementAt(jobs, owner)) };
  for (const [owner, job] of jobs.entries()) {
    if (!runs(job, owner)) continue;
    world.board.expects(owner, job.job.start);
    if (job.job.start === 0) start(job);
    else simulator.scheduleAt(job.job.start, starter, owner);
  }
  const run = () => simulator.run({ timeNs: limits.time, events: limits.events });
  // What is thrown within an event by none of ours comes from the kind of a user's own, if there is one.
  const own = jobs.find(({ kind }) => kind.file !== undefined);
  try {
    return { world, outcome: own === undefined ? run() : contractOf(own.kind).call("an event", run) };
  } catch (error) {
    throw error instanceof ContractError ? error.at(simulator.describe()) : error;
  }
}

/** How much longer a job took than alone; null where it took no time. */
function slowdownOf(result: WorkloadResult | undefined, alone: WorkloadResult | undefined): number | null {
  const pace = (of: WorkloadResult | undefined) => of?.paceNs ?? of?.elapsedNs ?? 0;
  return pace(alone) > 0 && pace(result) > 0 ? pace(result) / pace(alone) : null;
}

/** What several jobs come to for the accounts of the cluster that they share. */
function together(jobs: readonly JobRecord[]): WorkloadResult | undefined {
  const results = jobs.flatMap(({ result, job }) => (result ? [{ result, job }] : []));
  const elapsedNs = Math.max(0, ...results.map(({ result, job }) => job.start + result.elapsedNs));
  if (elapsedNs === 0) return undefined;
  const chipTime = jobs.flatMap(({ job, account }) =>
    account.entries.map((each) => ({ ...each, what: `${job.name}: ${each.what}` })),
  );
  const otherInstances = results.flatMap(({ result }) =>
    (result.otherInstances ?? []).map((other): OtherInstances => {
      const { count, instance } = other;
      const afterNs = elapsedNs - result.elapsedNs;
      const rest = { state: "off", what: "not held", chipNs: count * instance.chips * afterNs } as const;
      return { ...other, chipTime: [...other.chipTime, rest] };
    }),
  );
  return {
    chipTime,
    otherInstances,
    elapsedNs,
    warnings: [],
    restsOn: [],
    chosen: {},
    tables: {},
    series: [],
  };
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce((inner, key) => (inner as { [key: string]: unknown } | undefined)?.[key], value);
}
