/**
 * Run times of jobs from what they do. A job that names a workload takes as long as that workload when it is played by itself
 * on as many accelerators, of each kind of instance among the pools: once for all jobs alike.
 *
 * Assumed: a job lies on whole instances, or on an even part of each of the fewest, whatever places the queue gives it; and
 * jobs do not slow each other down on links between instances.
 */
import { z } from "zod";
import { InfeasibleError, type Problem, ScenarioError } from "../../base/errors.ts";
import { nearest } from "../../base/nearest.ts";
import { buildCluster, type Cluster } from "../../cluster/cluster.ts";
import { partOf } from "../../cluster/part.ts";
import type { Instance } from "../../hardware/instance.ts";
import { assumptionsOfPart, type PartCatalog, playPart } from "../played-part.ts";
import type { WorkloadSetting } from "../workload.ts";
import { canHold, type Pool } from "./pool.ts";
import type { QueuedJob } from "./queued-job.ts";

/** What jobs can do, in a scenario. */
export function workloadsSchema({ workload, model, software }: PartCatalog) {
  return z
    .array(
      z.strictObject({
        name: z.string().min(1).meta({ description: "By which jobs name it." }),
        model: model.optional().meta({ description: "That of the scenario when absent." }),
        workload: workload.meta({ description: "What such a job does; its failures are the queue's." }),
        software: software.optional().meta({ description: "The usual for it when absent." }),
      }),
    )
    .default([])
    .meta({ description: "What jobs do whose run time is to be simulated." });
}

/** Parsed. */
export type JobWorkload = z.output<ReturnType<typeof workloadsSchema>>[number];

/** The run time of all jobs that do the same on as many of the same chips. */
export interface RunTime {
  workload: string;
  accelerators: number;
  instance: string;
  jobs: number;
  /** Null where it does not fit. */
  durationNs: number | null;
}

/** Jobs with their run times, and what these rest on. */
export interface TimedJobs {
  jobs: readonly QueuedJob[];
  runTimes: readonly RunTime[];
  warnings: readonly string[];
  assumptions: ReadonlySet<string>;
}

/**
 * `jobs` with the run times of what they do in every pool that could hold them. Throws a `ScenarioError` for names and
 * workloads that are wrong, an `InfeasibleError` where a job fits in none of the pools.
 */
export function timedJobs(
  jobs: readonly QueuedJob[],
  pools: readonly Pool[],
  written: readonly JobWorkload[],
  { catalog, setting, saves }: { catalog: PartCatalog; setting: WorkloadSetting; saves: boolean },
): TimedJobs {
  throwProblems(jobs, written, saves);
  if (written.length === 0) return { jobs, runTimes: [], warnings: [], assumptions: new Set() };
  const player = new JobPlayer(written, { catalog, setting });
  const places = new Map<Instance | undefined, Pool[]>();
  for (const pool of pools) places.set(pool.instance, [...(places.get(pool.instance) ?? []), pool]);
  const named = new Set(jobs.map(({ workload }) => workload));
  const idle = written.filter(({ name }) => !named.has(name));
  if (idle.length > 0) player.warnings.push(`no job does ${idle.map(({ name }) => name).join(", ")}`);
  const timed = jobs.map((job): QueuedJob => {
    const { workload } = job;
    if (workload === undefined) return job;
    const timesNs = new Map<Instance | undefined, number>();
    let refused: InfeasibleError | undefined;
    for (const [instance, those] of places) {
      if (!those.some((pool) => canHold(pool, { ...job, timesNs: new Map([[instance, 0]]) }))) continue;
      const time = player.timeNs(workload, job.accelerators, instance);
      if (time instanceof InfeasibleError) refused ??= time;
      else timesNs.set(instance, time);
    }
    const [durationNs] = timesNs.values();
    if (durationNs === undefined && refused !== undefined) throw refused;
    // One that no pool could hold is told with all others of its kind.
    return { ...job, durationNs: durationNs ?? 0, timesNs };
  });
  return { jobs: timed, ...player };
}

/** Plays each workload on each number of each kind of chips once. */
class JobPlayer {
  readonly runTimes: RunTime[] = [];
  readonly warnings: string[] = [];
  readonly assumptions = new Set<string>();
  readonly #written: readonly JobWorkload[];
  readonly #parts: { catalog: PartCatalog; setting: WorkloadSetting };
  readonly #known = new Map<string, { row: RunTime; time: number | InfeasibleError }>();

  constructor(written: readonly JobWorkload[], parts: { catalog: PartCatalog; setting: WorkloadSetting }) {
    this.#written = written;
    this.#parts = parts;
  }

  /** Of one more job; `instance` is the cluster's when undefined. */
  timeNs(name: string, accelerators: number, instance: Instance | undefined): number | InfeasibleError {
    const own = instance ?? this.#parts.setting.cluster.instance;
    const key = [name, accelerators, own.name].join("\n");
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.row.jobs++;
      return known.time;
    }
    const time = this.#play(name, accelerators, { instance: own, isHome: instance === undefined });
    const durationNs = typeof time === "number" ? time : null;
    const row = { workload: name, accelerators, instance: own.name, jobs: 1, durationNs };
    this.runTimes.push(row);
    this.#known.set(key, { row, time });
    return time;
  }

  #play(
    name: string,
    accelerators: number,
    { instance, isHome }: { instance: Instance; isHome: boolean },
  ): number | InfeasibleError {
    const { catalog, setting } = this.#parts;
    const index = this.#written.findIndex((each) => each.name === name);
    const { model, workload, software } = this.#written[index] as JobWorkload;
    const isOwnSoftware = isHome && setting.isWritten("cluster.software");
    const part = {
      name,
      is: "job",
      path: `workload.workloads[${index}]`,
      workload,
      model,
      software: software ?? (isOwnSoftware ? setting.profile : undefined),
      cluster: () => jobCluster(instance, accelerators, isHome ? setting.cluster : undefined),
      pricing: "auto" as const,
    };
    try {
      const played = playPart(catalog, part, setting);
      const { result, waiting } = played;
      if (waiting.length > 0) {
        const found = `one that is never over on ${accelerators} accelerators: ${waiting.join("; ")}`;
        throw new ScenarioError([{ path: part.path, found, expected: "a workload that ends" }]);
      }
      if (result.training?.timeToTrainNs === null) {
        const expected = "tokens or samples: a job ends";
        throw new ScenarioError([
          { path: `${part.path}.workload`, found: "a training without end", expected },
        ]);
      }
      for (const text of assumptionsOfPart(played)) this.assumptions.add(text);
      this.warnings.push(
        ...result.warnings.map((text) => `${name} on ${accelerators} of ${instance.name}: ${text}`),
      );
      return Math.round(result.elapsedNs);
    } catch (error) {
      if (!(error instanceof InfeasibleError)) throw error;
      const at = `on ${accelerators} accelerators of ${instance.name}`;
      this.warnings.push(`${name} does not fit ${at}, and does not run there`);
      return error;
    }
  }
}

/** `accelerators` of `instance` as a cluster, wired as the scenario's where they are of it. */
function jobCluster(instance: Instance, accelerators: number, like: Cluster | undefined): Cluster {
  const count = Math.ceil(accelerators / instance.chips);
  if (accelerators % count !== 0) {
    const found = `a job of ${accelerators} accelerators`;
    const expected = `whole instances of ${instance.chips}, or as many of each, to simulate its run time`;
    throw new ScenarioError([{ path: "workload.jobs", found, expected }]);
  }
  const { coresPerRank, collectives } = like?.plan ?? {};
  const whole = buildCluster({ instance, count, coresPerRank, collectives });
  const ranks = (accelerators / count) * whole.ranksPerChip;
  return partOf(whole, { instances: [0, count - 1], ranks: [0, ranks - 1] });
}

/** Throws a `ScenarioError` for names that are no workload, twice the same, or that nobody names, and for what the queue does itself. */
function throwProblems(jobs: readonly QueuedJob[], written: readonly JobWorkload[], saves: boolean): void {
  const names = written.map(({ name }) => name);
  const named = new Set(jobs.map(({ workload }) => workload));
  const problems: Problem[] = [];
  for (const name of named) {
    if (name === undefined || names.includes(name)) continue;
    const list = names.length > 0 ? `: ${names.join(", ")}` : "; there are none";
    const hint = nearest(name, names);
    const expected = `the name of one of workload.workloads${list}`;
    problems.push({
      path: "workload.jobs",
      found: `workload ${name}`,
      expected,
      ...(hint && { nearest: hint }),
    });
  }
  for (const [index, { name, workload }] of written.entries()) {
    const path = `workload.workloads[${index}]`;
    if (names.indexOf(name) < index)
      problems.push({ path: `${path}.name`, found: name, expected: "another" });
    const keys = Object.entries(workload).flatMap(([key, value]) => (value === undefined ? [] : [key]));
    if (keys.includes("failures")) {
      const expected = "no such key: failures of jobs are workload.failures, which strike each by itself";
      problems.push({ path: `${path}.workload.failures`, expected });
    }
    if (saves && keys.includes("checkpoints")) {
      const expected = "no such key beside workload.checkpoints, which are made by every job";
      problems.push({ path: `${path}.workload.checkpoints`, expected });
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Run times as a summary lists them. */
export function runTimeRows(runTimes: readonly RunTime[]): object[] {
  return runTimes.map(({ durationNs, ...row }) => ({
    ...row,
    duration_s: durationNs === null ? null : durationNs / 1e9,
  }));
}
