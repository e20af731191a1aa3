/**
 * The whole program on one page:
 *
 *     Scenario -> Cluster -> Jobs -> World (clock, shared links) -> Record
 */
import { elementAt } from "../base/element-at.ts";
import { ContractError, type InfeasibleError } from "../base/errors.ts";
import { formatTime } from "../base/units.ts";
import { World } from "../cluster/world.ts";
import { type RunOutcome, Simulator } from "../kernel/simulator.ts";
import { unansweredText } from "../metrics/request-count.ts";
import type { OtherInstances, WorkloadResult } from "../workload/workload.ts";
import { accountsOf } from "./accounts.ts";
import { withReasonOf } from "./infeasible-reason.ts";
import { checkedResult, contractOf } from "./kind-contract.ts";
import { choicesOf } from "./open-choices.ts";
import { settleJobs, withSettled } from "./pilot-runs.ts";
import { type Plan, type PlannedJob, plan, type SimulationCatalog } from "./plan.ts";
import { tellLoads } from "./resource-counters.ts";
import type { JobRecord, RunRecord } from "./run-record.ts";
import type { Scenario } from "./scenario.ts";
import { sharedLinks } from "./shared-links.ts";
import { drained, eventsAtOnceMost, eventsBetween, type Watched } from "./watched.ts";

/** Simulates `scenario`, planned as `plan` does. What does not fit is a record with status `out-of-memory`. */
export function simulate(scenario: Scenario, catalog: SimulationCatalog, written?: unknown): RunRecord {
  return drained(simulation(scenario, catalog, written));
}

/**
 * The same with pauses, in which whoever looks on may stop the run: it then ends as at a limit of time. Whoever has planned
 * `scenario` already, and has run nothing of that plan, gives it as `checked`: planning may take longer than the run.
 */
export function* simulation(
  scenario: Scenario,
  catalog: SimulationCatalog,
  written: unknown = {},
  checked?: Plan,
): Watched<RunRecord> {
  const quiet = { ...catalog, timeline: undefined };
  const settled = settleJobs(scenario, catalog.workloads, () => {
    const first = plan(scenario, quiet, written);
    const { world } = drained(play(scenario, first, quiet));
    return first.jobs.map((job) => resultOf(job, world));
  });
  const isChecked = settled.length === 0 && catalog.timeline === undefined;
  const planned = (isChecked ? checked : undefined) ?? plan(scenario, catalog, written, settled);
  const { cluster, infeasible } = planned;
  const { world, outcome, isStopped } = yield* play(scenario, planned, catalog);
  // Others run even where one does not fit; each is then held against itself alone.
  const aloneOf = (owner: number): WorkloadResult | undefined => {
    const again = plan(scenario, quiet, written, settled);
    const { world: alone } = drained(play(scenario, again, catalog, owner));
    return resultOf(elementAt(again.jobs, owner), alone);
  };
  const jobs = planned.jobs.map((plannedJob, owner): JobRecord => {
    const { job, kind, profile, infeasible: unfit } = plannedJob;
    const result = withSettled(resultOf(plannedJob, world), settled[owner]);
    const accounts = accountsOf(scenario, job.cluster, result);
    const ending = endingOf(unfit, result);
    const choices = choicesOf(scenario, plannedJob, accounts.cost, result);
    const { metrics = [], needsNoModel = false } = kind;
    const runsModel = !needsNoModel;
    const base = { job, metrics, profile, runsModel, choices, ...ending, result, ...accounts };
    const isAlone = planned.jobs.length === 1 || isStopped;
    return withReasonOf(unfit, isAlone ? base : { ...base, slowdown: slowdownOf(result, aloneOf(owner)) });
  });
  const first = elementAt(jobs, 0);
  const only = jobs.length === 1 ? first.result : undefined;
  const unserved = jobs.find(({ status }) => status === "nothing-served");
  const ending = outcome.status === "completed" ? (unserved ?? outcome) : outcome;
  const status = infeasible ? "out-of-memory" : ending.status;
  return withReasonOf(infeasible, {
    scenario,
    cluster,
    profile: first.profile,
    status,
    reason:
      (isStopped
        ? `stopped by hand after ${formatTime(world.simulator.now)} of simulated time`
        : undefined) ??
      (outcome.status === "stalled" ? outcome.waiting.join("; ") : undefined) ??
      (status === "nothing-served" ? unserved?.reason : undefined),
    infeasible,
    result: only,
    ...accountsOf(scenario, cluster, only ?? together(jobs), true),
    jobs,
    ownMetrics: catalog.workloads.flatMap(({ metrics = [] }) => metrics),
    sharedLinks:
      jobs.length === 1
        ? []
        : sharedLinks(
            cluster,
            world,
            jobs.map(({ job }) => job.name),
          ),
    events: world.simulator.events,
    ...(isStopped && { isStopped: true as const }),
  });
}

/** The result of a job, checked as what any kind of workload may give. */
function resultOf({ job, kind, workload }: PlannedJob, world: World): WorkloadResult | undefined {
  if (workload === undefined) return undefined;
  return checkedResult(kind, job.cluster.chips, () => workload.result(world));
}

/** How a job ended: where it was asked something it must have answered. */
function endingOf(
  infeasible: InfeasibleError | undefined,
  result: WorkloadResult | undefined,
): Pick<JobRecord, "status" | "reason"> {
  if (infeasible !== undefined) return { status: "out-of-memory" };
  const { requests } = result?.inference ?? {};
  return requests !== undefined && requests.asked > 0 && requests.completed === 0
    ? { status: "nothing-served", reason: unansweredText(requests) }
    : { status: "completed" };
}

/** Runs the jobs of `planned`, or one of them where the others have claimed their links but never run. */
function* play(
  scenario: Scenario,
  { cluster, jobs }: Plan,
  { shortcuts, look, timeline }: SimulationCatalog,
  only?: number,
): Watched<{ world: World; outcome: RunOutcome; isStopped: boolean }> {
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
  const eventsMost = limits.events ?? Number.POSITIVE_INFINITY;
  const run = () => {
    const events = Math.min(eventsMost, simulator.events + eventsBetween);
    return simulator.run({ timeNs: limits.time, events });
  };
  const endNs = Math.max(
    0,
    ...jobs.map(({ job, workload }) => job.start + (workload?.lastsNs?.() ?? Number.NaN)),
  );
  // What is thrown within an event by none of ours comes from the kind of a user's own, if there is one.
  const own = jobs.find(({ kind }) => kind.file !== undefined);
  let still = { atNs: -1, from: 0 };
  try {
    for (;;) {
      const outcome = own === undefined ? run() : contractOf(own.kind).call("an event", run);
      const goesOn = outcome.status === "event-limit" && simulator.events < eventsMost;
      if (!goesOn) {
        const waiting = outcome.status === "completed" ? endless(jobs, runs, world) : [];
        return {
          world,
          outcome: waiting.length > 0 ? { status: "stalled", waiting } : outcome,
          isStopped: false,
        };
      }
      if (simulator.now !== still.atNs) still = { atNs: simulator.now, from: simulator.events };
      const atOnce = simulator.events - still.from;
      if (atOnce > eventsAtOnceMost) {
        const found = `${atOnce} events at ${simulator.now} ns`;
        if (own !== undefined) throw contractOf(own.kind).breach(found, "time that goes on");
        return {
          world,
          outcome: { status: "stalled", waiting: [`time stands still: ${found}`] },
          isStopped: false,
        };
      }
      const isStopped = yield { nowNs: simulator.now, endNs: endNs > 0 ? endNs : undefined };
      if (isStopped) return { world, outcome: { status: "time-limit" }, isStopped };
    }
  } catch (error) {
    throw error instanceof ContractError ? error.at(simulator.describe()) : error;
  }
}

/** Jobs of a user's own kinds that have not told the board that they are over, though nothing happens any more. */
function endless(
  jobs: readonly PlannedJob[],
  runs: (job: PlannedJob, owner: number) => boolean,
  { board }: World,
): string[] {
  return jobs.flatMap((job, owner) =>
    job.kind.file === undefined || !runs(job, owner) || board.isOver(owner)
      ? []
      : [
          `${job.job.name} (kind ${job.kind.name}) has not ended, and nothing happens any more: board.ends(owner) ends a job`,
        ],
  );
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
    transferUsd: results.reduce((sum, { result }) => sum + (result.transferUsd ?? 0), 0),
    elapsedNs,
    warnings: [],
    restsOn: [],
    chosen: {},
    tables: {},
    series: [],
  };
}
