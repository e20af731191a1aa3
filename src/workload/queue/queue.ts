/**
 * The workload kind `queue`: many jobs, each of several accelerators at once, before one pool, as a batch service has them.
 * Run times are given, and lengthened where jobs fail; which accelerators of the pool a job gets makes no difference (no fragmentation over instances).
 */
import { z } from "zod";
import { type Problem, ScenarioError } from "../../base/errors.ts";
import { type AnyPlugin, createPlugin, pluginChoice } from "../../base/plugin.ts";
import { count } from "../../base/quantity.ts";
import type { World } from "../../cluster/world.ts";
import type { FailureModel } from "../training/resilience/failure-model.ts";
import type { Workload, WorkloadKind, WorkloadResult, WorkloadSetting } from "../workload.ts";
import { jobFailureOptions, type StruckJobs, struckJobs } from "./job-failures.ts";
import { readJobs } from "./job-file.ts";
import { JobQueue } from "./job-queue.ts";
import { madeJobsSchema, makeJobs } from "./made-jobs.ts";
import { type QueuedJob, type QueuePolicy, queueContract } from "./queue-policy.ts";
import { jobTable, lossDetails, poolTime, queueFigures, queueMetrics } from "./queue-result.ts";
import { queueSeries } from "./queue-series.ts";
import { checkQuotas, type Quotas, quotasSchema } from "./quotas.ts";

/** Plug-ins that a queue chooses from. */
export interface QueuePlugins {
  queuePolicies: readonly AnyPlugin<QueuePolicy>[];
  failures: readonly AnyPlugin<FailureModel>[];
}

function queueOptions({ queuePolicies, failures }: QueuePlugins) {
  return {
    jobs: z
      .union([z.strictObject({ file: z.string({ error: "a path" }) }), madeJobsSchema], {
        error: "{ file: jobs.csv }, or jobs to draw: count, rate, accelerators, duration",
      })
      .meta({
        description:
          "A CSV of submit_s, accelerators, duration_s, or a log in Standard Workload Format; or jobs drawn from laws.",
      }),
    policy: pluginChoice(queuePolicies, undefined).default({ kind: "fifo" }),
    accelerators: count()
      .optional()
      .meta({ description: "Of the pool; the chips of the cluster when absent." }),
    quotas: quotasSchema.default({}),
    ...jobFailureOptions(failures),
  };
}

type QueueOptions = z.output<z.ZodObject<ReturnType<typeof queueOptions>>>;

/** The workload kind `queue` over these plug-ins. */
export function queueWorkload(plugins: QueuePlugins): WorkloadKind<ReturnType<typeof queueOptions>> {
  return {
    name: "queue",
    help: "many jobs before one pool of accelerators, started by a policy, as a batch service does",
    needsNoModel: true,
    options: queueOptions(plugins),
    metrics: queueMetrics,
    create: (options, setting) => new Queue(plugins, options, setting),
  };
}

class Queue implements Workload {
  readonly #setting: WorkloadSetting;
  readonly #jobs: readonly QueuedJob[];
  /** What failures made of them; absent where none are simulated. */
  readonly #struck: StruckJobs | undefined;
  readonly #accelerators: number;
  readonly #quotas: Quotas;
  readonly #policy: { name: string; choose: QueuePolicy["choose"] };
  #queue: JobQueue | undefined;
  #startedNs = 0;
  #endNs: number | undefined;

  constructor(plugins: QueuePlugins, options: QueueOptions, setting: WorkloadSetting) {
    this.#setting = setting;
    const { jobs, policy } = options;
    const { cluster, streams } = setting;
    const submitted =
      "file" in jobs ? readJobs(setting.readText(jobs.file), jobs.file) : makeJobs(jobs, streams);
    this.#accelerators = options.accelerators ?? cluster.chips;
    if (this.#accelerators > cluster.chips) {
      const expected = `at most the ${cluster.chips} chips of the cluster`;
      throw new ScenarioError([
        { path: "workload.accelerators", found: String(this.#accelerators), expected },
      ]);
    }
    checkSizes(submitted, this.#accelerators);
    checkQuotas(options.quotas, submitted);
    this.#quotas = options.quotas;
    const { instance } = cluster;
    this.#struck = struckJobs(submitted, options, { models: plugins.failures, instance, streams });
    this.#jobs = this.#struck?.jobs ?? submitted;
    const { choose } = createPlugin(plugins.queuePolicies, policy, undefined, queueContract);
    this.#policy = { name: policy.kind, choose };
  }

  start(world: World): void {
    const { owner = 0 } = this.#setting;
    world.board.begins(owner);
    this.#startedNs = world.simulator.now;
    this.#queue = new JobQueue(world.simulator, {
      jobs: this.#jobs,
      accelerators: this.#accelerators,
      policy: this.#policy,
      quotas: this.#quotas,
      over: (now) => {
        this.#endNs = now;
        world.board.ends(owner);
      },
    });
    const queue = this.#queue;
    world.simulator.watch({
      unfinished: () =>
        queue.held > 0 ? [`${queue.held} jobs wait that ${this.#policy.name} does not start`] : [],
    });
    queue.start();
  }

  result({ simulator }: World): WorkloadResult {
    const { cluster, priceUsdPerHour = null } = this.#setting;
    const startNs = (this.#queue as JobQueue).startNs.map((ns) => ns - this.#startedNs);
    const ended = this.#jobs.filter(({ index }) => !Number.isNaN(startNs[index]));
    const isWhole = this.#endNs !== undefined;
    const usdPerHour =
      priceUsdPerHour === null ? null : (priceUsdPerHour * this.#accelerators) / cluster.chips;
    const pool = { accelerators: this.#accelerators, usdPerHour, struck: this.#struck };
    const elapsedNs = (this.#endNs ?? simulator.now) - this.#startedNs;
    return {
      own: isWhole ? queueFigures(this.#jobs, startNs, pool) : { jobs: this.#jobs.length },
      ...(this.#struck && { ownDetails: lossDetails(this.#struck, usdPerHour, this.#accelerators) }),
      chipTime: isWhole ? poolTime(this.#jobs, this.#struck) : [],
      elapsedNs,
      warnings: isWhole
        ? []
        : [`${this.#jobs.length - ended.length} of ${this.#jobs.length} jobs never started`],
      ...(this.#struck?.source && { assumptions: [`failures by cause: ${this.#struck.source}`] }),
      restsOn: [],
      chosen: { policy: this.#policy.name, accelerators: this.#accelerators },
      tables: { jobs: jobTable(ended, startNs) },
      series: isWhole ? queueSeries(this.#jobs, startNs, { endNs: elapsedNs, struck: this.#struck }) : [],
    };
  }
}

/** Every job fits the pool. */
function checkSizes(jobs: readonly QueuedJob[], pool: number): void {
  const [first, ...more] = jobs.filter(({ accelerators }) => accelerators > pool);
  if (first === undefined) return;
  const { name, accelerators } = first;
  const problem: Problem = {
    path: "workload.jobs",
    found: `${name} of ${accelerators} accelerators${more.length > 0 ? `, and ${more.length} more that are too large` : ""}`,
    expected: `jobs of at most the ${pool} accelerators of the pool`,
  };
  throw new ScenarioError([problem]);
}
