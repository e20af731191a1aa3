/**
 * The workload kind `queue`: many jobs, each of several accelerators at once, before one pool or several, as a batch service has
 * them. Run times are given or simulated, and lengthened where jobs fail; they are the same whichever accelerators of a pool a
 * job gets.
 */

import { z } from "zod";
import { counted } from "../../base/counted.ts";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { type AnyPlugin, createPlugin, pluginChoice } from "../../base/plugin.ts";
import { count, time } from "../../base/quantity.ts";
import { formatTime, formatUsd } from "../../base/units.ts";
import type { World } from "../../cluster/world.ts";
import type { PartCatalog } from "../played-part.ts";
import type { FailureModel } from "../resilience/failure-model.ts";
import { raisesFalseAlarms } from "../resilience/heartbeats.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { betweenSchema, type JobData, jobData } from "./job-data.ts";
import { checksInVain, jobFailureOptions } from "./job-failure-options.ts";
import { RunBooks, type StruckJobs, struckJobs } from "./job-failures.ts";
import { readJobs, unreadColumns } from "./job-file.ts";
import { type EndedRun, JobQueue } from "./job-queue.ts";
import { JobRuns } from "./job-runs.ts";
import { jobTable } from "./job-table.ts";
import { runTimeRows, type TimedJobs, timedJobs, workloadsSchema } from "./job-workloads.ts";
import { madeJobsSchema, makeJobs } from "./made-jobs.ts";
import { placementSchema } from "./placement.ts";
import { checkSizes, type Pool, poolsOf, poolsSchema } from "./pool.ts";
import { type PoolAccount, poolAccount, poolRows, runTime, usdOf } from "./pool-account.ts";
import { type LinedPolicy, type QueuePolicy, queueContract } from "./queue-policy.ts";
import { inOrder, lossDetails, queueFigures, queueMetrics, waitsByPriority } from "./queue-result.ts";
import { queueSeries } from "./queue-series.ts";
import type { QueuedJob } from "./queued-job.ts";
import { checkQuotas, grouped, groupsSchema, quotasSchema } from "./quotas.ts";

/** Plug-ins that a queue chooses from. */
export interface QueuePlugins {
  queuePolicies: readonly AnyPlugin<QueuePolicy>[];
  failures: readonly AnyPlugin<FailureModel>[];
}

function queueOptions({ queuePolicies, failures }: QueuePlugins, catalog: PartCatalog) {
  return {
    jobs: z
      .union(
        [
          z.strictObject({
            file: z
              .string({ error: "a path" })
              .meta({ description: "CSV, or a log in Standard Workload Format." }),
          }),
          madeJobsSchema,
        ],
        {
          error: "{ file: jobs.csv }, or jobs to draw: count, rate, accelerators, duration",
        },
      )
      .meta({
        description:
          "A CSV of submit_s, accelerators, duration_s, or a log in Standard Workload Format; or jobs drawn from laws.",
      }),
    workloads: workloadsSchema(catalog),
    policy: pluginChoice(queuePolicies, undefined)
      .default({ kind: "fifo" })
      .meta({ description: "Which of the jobs that wait start." }),
    accelerators: count()
      .optional()
      .meta({ description: "Of the cluster, for jobs; all of its chips when absent." }),
    region: z.string().optional().meta({ description: "Of the cluster." }),
    pools: poolsSchema(catalog),
    between: betweenSchema,
    placement: placementSchema.default("anywhere"),
    preemption: z
      .strictObject({
        notice: time().default(0).meta({
          description:
            "Before a job is stopped for one of higher priority: it saves its state if that takes no longer, else stops at once.",
        }),
      })
      .optional()
      .meta({ description: "How jobs are stopped under a policy that stops them." }),
    quotas: quotasSchema.default({}),
    groups: groupsSchema,
    ...jobFailureOptions(failures),
  };
}

type QueueOptions = z.output<z.ZodObject<ReturnType<typeof queueOptions>>>;

/** The workload kind `queue` over these plug-ins, whose jobs do what `catalog` knows. */
export function queueWorkload(
  plugins: QueuePlugins,
  catalog: PartCatalog,
): WorkloadKind<ReturnType<typeof queueOptions>> {
  return {
    name: "queue",
    help: "many jobs before pools of accelerators, started by a policy, as a batch service does",
    needsNoModel: true,
    options: queueOptions(plugins, catalog),
    metrics: queueMetrics,
    create: (options, setting) => new Queue({ plugins, catalog }, options, setting),
  };
}

class Queue implements Workload {
  readonly #setting: WorkloadSetting;
  /** With the run times that failures leave them. */
  readonly #jobs: readonly QueuedJob[];
  readonly #submitted: readonly QueuedJob[];
  readonly #pools: readonly Pool[];
  readonly #policy: LinedPolicy & { name: string };
  readonly #options: QueueOptions;
  /** Columns of its file that nothing is read from. */
  readonly #unread: readonly string[];
  readonly #runs: JobRuns;
  /** Where some may run away from their data. */
  readonly #data: JobData | undefined;
  /** Jobs of the file that never ran, which are left out. */
  readonly #unstarted: number;
  /** Run times that were simulated. */
  readonly #timed: TimedJobs;
  /** What failures made of the jobs, where they are simulated. */
  readonly #struck: StruckJobs | undefined;
  /** Whether there are several pools, or jobs that stop others: runs are accounted for one by one. */
  readonly #isPooled: boolean;
  #queue: JobQueue | undefined;
  #startedNs = 0;
  #endNs: number | undefined;

  constructor(
    { plugins, catalog }: { plugins: QueuePlugins; catalog: PartCatalog },
    options: QueueOptions,
    setting: WorkloadSetting,
  ) {
    this.#setting = setting;
    this.#options = options;
    const { jobs, policy, region, pools, accelerators, quotas, failures, checkpoints } = options;
    const { cluster, streams } = setting;
    const { chips, count: instances, instance } = cluster;
    const text = "file" in jobs ? setting.readText(jobs.file) : undefined;
    this.#unread = text === undefined ? [] : unreadColumns(text);
    const read =
      "file" in jobs ? readJobs(text ?? "", jobs.file) : { jobs: makeJobs(jobs, streams), unstarted: 0 };
    this.#unstarted = read.unstarted;
    if (accelerators !== undefined && accelerators > chips) {
      const expected = `at most the ${chips} chips of the cluster`;
      throw new ScenarioError([{ path: "workload.accelerators", found: String(accelerators), expected }]);
    }
    const home = { region, instance, instances, accelerators: accelerators ?? chips };
    this.#pools = poolsOf(pools, home);
    this.#timed = timedJobs(read.jobs, this.#pools, options.workloads, {
      catalog,
      setting,
      saves: checkpoints !== undefined,
    });
    this.#submitted = grouped(this.#timed.jobs, options.groups);
    checkSizes(this.#submitted, this.#pools);
    checkQuotas(quotas, this.#submitted);
    const made = createPlugin(plugins.queuePolicies, policy, undefined, queueContract);
    const { preempt } = made;
    this.#policy = { ...made, name: policy.kind };
    this.#data = jobData(this.#submitted, this.#pools, options.between);
    const models = plugins.failures;
    this.#runs = new JobRuns(this.#submitted.length, options, { models, instance, streams });
    const { hides } = this.#runs;
    this.#isPooled = this.#pools.length > 1 || preempt !== undefined || this.#data !== undefined || hides;
    checkWholes(options, { chips: instance.chips, hides });
    checkPlans(pools, this.#pools, setting.pricing);
    checkStops(options, { isPooled: this.#isPooled, preempts: preempt !== undefined });
    const isAlarmed = raisesFalseAlarms(options.recovery?.detection);
    const written = [failures, checkpoints, options.canaries, options.preflight];
    const isStruck = isAlarmed || written.some((part) => part !== undefined);
    this.#struck = isStruck ? struckJobs(this.#submitted, this.#runs) : undefined;
    this.#jobs = this.#struck?.jobs ?? this.#submitted;
  }

  start(world: World): void {
    const { owner = 0, streams } = this.#setting;
    world.board.begins(owner);
    this.#startedNs = world.simulator.now;
    const { quotas, preemption } = this.#options;
    this.#queue = new JobQueue(world.simulator, {
      jobs: this.#jobs,
      pools: this.#pools,
      policy: this.#policy,
      quotas,
      streams,
      placement: this.#options.placement,
      data: this.#data,
      ...(this.#isPooled && {
        stops: {
          runs: this.#runs,
          workNs: this.#submitted.map(({ durationNs }) => durationNs),
          noticeNs: preemption?.notice ?? 0,
        },
      }),
      over: (now) => {
        this.#endNs = now;
        world.board.ends(owner);
      },
    });
    const queue = this.#queue;
    world.simulator.watch({
      unfinished: () =>
        queue.held > 0
          ? [`${counted(queue.held, "job waits", "jobs wait")} that ${this.#policy.name} does not start`]
          : [],
    });
    queue.start();
  }

  result({ simulator }: World): WorkloadResult {
    const queue = this.#queue as JobQueue;
    const { cluster, priceUsdPerHour = null, pricing } = this.#setting;
    const { instance, chips } = cluster;
    const elapsedNs = (this.#endNs ?? simulator.now) - this.#startedNs;
    const offsetNs = this.#startedNs;
    const runs = inOrder(this.#jobs.length, fromStart(queue.ended, offsetNs));
    const [{ accelerators }] = this.#pools as [Pool];
    const usdPerHour = priceUsdPerHour === null ? null : (priceUsdPerHour * accelerators) / chips;
    const of = { instance, pricing, offsetNs, elapsedNs, streams: this.#setting.streams };
    const pools = this.#isPooled ? queue.pools.map((state) => poolAccount(state, runs, of)) : undefined;
    const books = pools ? RunBooks.sum(pools.map((pool) => pool.books)) : this.#struck?.books;
    const fails = this.#struck !== undefined;
    const { fragmentation } = queue;
    const isWhole = this.#endNs !== undefined;
    const { source } = this.#runs;
    const priorities = isWhole ? waitsByPriority(this.#jobs, runs) : [];
    const heldNs = () => runs.reduce((sum, { job, heldNs: ns }) => sum + job.accelerators * ns, 0);
    const perAccelerator = usdPerHour === null ? null : usdPerHour / accelerators;
    const accounts = pools ?? (books ? [{ books, usdPerHour: perAccelerator }] : []);
    return {
      own: isWhole
        ? queueFigures(this.#jobs, runs, {
            accelerators,
            usdPerHour,
            books,
            fails,
            pools,
            fragmentation,
            copied: this.#data?.copied,
          })
        : { jobs: this.#jobs.length },
      ownDetails: {
        ...(accounts.length > 0 && lossDetails(accounts)),
        ...(pools && { pools: poolRows(pools) }),
        ...(this.#timed.runTimes.length > 0 && { run_times: runTimeRows(this.#timed.runTimes) }),
        ...(priorities.length > 0 && { priorities }),
      },
      chipTime:
        pools?.[0]?.chipTime ??
        (!isWhole ? [] : books ? runTime(books) : [{ state: "busy", what: "jobs", chipNs: heldNs() }]),
      ...(pools && {
        otherInstances: pools.slice(1).map(({ instance: its, instances, chipTime, pricing: own }) => ({
          instance: its,
          count: instances,
          chipTime,
          pricing: own,
        })),
      }),
      ...(this.#data && { transferUsd: this.#data.copied.usd }),
      elapsedNs,
      warnings: [
        ...this.#timed.warnings,
        ...(this.#unstarted > 0
          ? [
              `${counted(this.#unstarted, "job of the file", "jobs of the file")} never ran (a run time of -1) and are left out`,
            ]
          : []),
        ...(isWhole ? [] : [neverDone(this.#jobs, runs)]),
        ...(this.#unread.length > 0
          ? [`nothing is read from these columns of the jobs: ${this.#unread.join(", ")}`]
          : []),
        ...checksInVain(this.#options, this.#runs.hides),
        ...paidBeyond(this.#pools, { pools, elapsedNs }),
      ],
      assumptions: [...(source === "" ? [] : [`failures by cause: ${source}`]), ...this.#timed.assumptions],
      restsOn: [],
      chosen: { policy: this.#policy.name, accelerators },
      tables: { jobs: jobTable(runs, pools !== undefined) },
      series: isWhole
        ? queueSeries(this.#jobs, runs, {
            endNs: elapsedNs,
            ...(fails && { strikesNs: strikesOf(runs, this.#struck) }),
          })
        : [],
    };
  }
}

/** `runs` by the clock of the queue, which began at `offsetNs`. */
function fromStart(runs: readonly EndedRun[], offsetNs: number): readonly EndedRun[] {
  if (offsetNs === 0) return runs;
  return runs.map(({ job, pool, startNs, endNs, heldNs, stoppedBy, played }) => {
    return { job, pool, startNs: startNs - offsetNs, endNs: endNs - offsetNs, heldNs, stoppedBy, played };
  });
}

/** When failures struck, by the clock of the queue, ns. */
function strikesOf(runs: readonly EndedRun[], struck: StruckJobs | undefined): number[] {
  return runs.flatMap(({ job, startNs, played }) =>
    (played?.strikesNs ?? struck?.strikesNs.get(job.index) ?? []).map((ns) => startNs + ns),
  );
}

function neverDone(jobs: readonly QueuedJob[], runs: readonly EndedRun[]): string {
  const done = runs.filter(({ stoppedBy }) => stoppedBy === undefined).length;
  return `${jobs.length - done} of ${jobs.length} jobs were never done`;
}

/** Capacity blocks that are paid for after the last job has ended. */
function paidBeyond(
  pools: readonly Pool[],
  { pools: accounts = [], elapsedNs }: { pools?: readonly PoolAccount[] | undefined; elapsedNs: number },
): string[] {
  return pools.flatMap(({ name, openNs, closeNs, accelerators }, index) => {
    const beyondNs = closeNs === Number.POSITIVE_INFINITY ? 0 : closeNs - Math.max(openNs, elapsedNs);
    const account = accounts[index];
    if (beyondNs <= 0 || account === undefined) return [];
    const usd = usdOf(account, beyondNs * accelerators);
    const dollars = usd === null ? "" : `, ${formatUsd(usd)} more than is counted`;
    return [`${name} goes on for ${formatTime(beyondNs)} after the last job has ended${dollars}`];
  });
}

/** Throws a `ScenarioError` where jobs lie on whole instances, or faults hide on them, and the accelerators for jobs are not that. */
function checkWholes(
  { placement, accelerators = 0 }: QueueOptions,
  { chips, hides }: { chips: number; hides: boolean },
): void {
  if ((placement === "anywhere" && !hides) || accelerators % chips === 0) return;
  const expected = `a multiple of ${chips}, for ${hides ? "faults that hide on" : "placement on"} whole instances`;
  throw new ScenarioError([{ path: "workload.accelerators", found: String(accelerators), expected }]);
}

/** Throws a `ScenarioError` where a pool would take the cluster's savings plan, which is paid once, or the price of other instances. */
function checkPlans(
  written: QueueOptions["pools"],
  pools: readonly Pool[],
  pricing: WorkloadSetting["pricing"],
): void {
  if (typeof pricing !== "object") return;
  const isPlan = "savingsPlan" in pricing;
  const isTheirs = isPlan || "usdPerHour" in pricing || "owned" in pricing;
  const problems = written.flatMap(({ pricing: own, name }, index): Problem[] => {
    const isLike = pools[index + 1]?.instance === undefined;
    if (own !== undefined || !(isPlan || (isTheirs && !isLike))) return [];
    const expected = `a price of its own: the ${isPlan ? "savings plan is the cluster's" : "cluster's is that of its instances"}`;
    return [{ path: `workload.pools[${index}].pricing`, found: `none for ${name}`, expected }];
  });
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Throws a `ScenarioError` for keys about stops that cannot do what they say. */
function checkStops(
  { preemption, checkpoints, failures }: QueueOptions,
  { isPooled, preempts }: { isPooled: boolean; preempts: boolean },
): void {
  const problems: Problem[] = [
    ...(preemption !== undefined && !preempts
      ? [
          {
            path: "workload.preemption",
            found: "a policy that stops nobody",
            expected: "policy: { kind: priority, preempt: true }, or another that does",
          },
        ]
      : []),
    ...(isPooled && checkpoints?.interval === "optimal" && failures === undefined
      ? [
          {
            path: "workload.checkpoints.interval",
            found: "optimal, without failures",
            expected: "a time: the optimum is that of failures, stops are not counted in",
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}
