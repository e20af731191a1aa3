/**
 * The jobs of a scenario, placed on its cluster: one on all of it, or several side by side. Ranks are one job's, but where all
 * that have them say `shareChips`: those divide their memory, equally or as they say, and share the rest in simulated time.
 */
import { counted } from "../base/counted.ts";
import { elementAt } from "../base/element-at.ts";
import { type Problem, ScenarioError } from "../base/errors.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type PartPlan, partOf, ranksOfPart } from "../cluster/part.ts";
import type { Scenario, ScenarioJob } from "./scenario.ts";

/** A job and what it has of the cluster. */
export interface PlacedJob extends Omit<ScenarioJob, "instances" | "ranks" | "shareChips" | "memoryShare"> {
  /** Where it stands in the scenario: `jobs[1]`, or nothing for the only one. */
  path: string;
  cluster: Cluster;
}

/** A job on its ranks, before it is known who else has them. */
interface Standing {
  job: ScenarioJob;
  path: string;
  part: PartPlan;
  ranks: readonly number[];
}

/** Places the jobs of `scenario`. Throws a `ScenarioError` where instances or ranks do not exist or are taken. */
export function placeJobs(scenario: Scenario, cluster: Cluster): PlacedJob[] {
  const { jobs, model, workload, objectives } = scenario;
  if (jobs === undefined) {
    if (workload === undefined) {
      throw new ScenarioError([{ path: "workload", found: "nothing", expected: "a workload, or jobs" }]);
    }
    return [{ name: scenario.name, path: "", model, workload, objectives, start: 0, cluster }];
  }
  const problems: Problem[] = [];
  if (model !== undefined || workload !== undefined) {
    const path = model !== undefined ? "model" : "workload";
    problems.push({ path, found: `${path} beside jobs`, expected: "a model and a workload in each job" });
  }
  const names = new Set<string>();
  let next = 0;
  const standing = jobs.flatMap((job, index): Standing[] => {
    const path = `jobs[${index}]`;
    if (names.has(job.name))
      problems.push({ path: `${path}.name`, found: job.name, expected: "a name of its own" });
    names.add(job.name);
    const { instances = cluster.count - next, ranks } = job;
    const [first, last] = typeof instances === "number" ? [next, next + instances - 1] : instances;
    next = Math.max(next, last + 1);
    if (first > last || last >= cluster.count) {
      const found =
        typeof instances === "number"
          ? `${counted(instances, "instance")} from ${first} on`
          : `${first} to ${last}`;
      problems.push({ path: `${path}.instances`, found, expected: `instances 0 to ${cluster.count - 1}` });
      return [];
    }
    const problem = rankProblem(cluster, ranks);
    if (problem !== undefined) {
      problems.push({ path: `${path}.ranks`, ...problem });
      return [];
    }
    const part = { instances: [first, last] as const, ranks, region: job.region };
    return [{ job, path, part, ranks: ranksOfPart(cluster, part) }];
  });
  const sharers = sharersOf(standing, problems);
  const shares = memoryShares(standing, sharers, problems);
  if (scenario.cluster.network === "analytic" && shares.some((share) => share !== undefined)) {
    const expected = "flow: jobs on the same chips are never as fast as alone";
    problems.push({ path: "cluster.network", found: "analytic beside shareChips", expected });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return standing.map((each, index) => {
    const { job, path, part, ranks } = each;
    const memory = shares[index];
    const time = ranks.reduce((sum, rank) => sum + 1 / jobsOf(sharers, rank).length, 0) / ranks.length;
    const shared = memory === undefined ? undefined : { memory, time };
    return { ...job, path, cluster: partOf(cluster, { ...part, shared }) };
  });
}

/** By rank, those who have it. */
type Sharers = ReadonlyMap<number, readonly Standing[]>;

function jobsOf(sharers: Sharers, rank: number): readonly Standing[] {
  return sharers.get(rank) ?? [];
}

/** Who has which rank. Tells of ranks that are taken by one who does not share them, once for each job. */
function sharersOf(standing: readonly Standing[], problems: Problem[]): Sharers {
  const sharers = new Map<number, readonly Standing[]>();
  for (const each of standing) {
    const { job, path, ranks } = each;
    const taken = ranks.find((rank) =>
      jobsOf(sharers, rank).some((other) => !(job.shareChips && other.job.shareChips)),
    );
    if (taken !== undefined) {
      const found = `rank ${taken}, which ${jobsOf(sharers, taken)[0]?.job.name} has`;
      const expected = "ranks that no other job has, or shareChips: true in both";
      problems.push({ path: `${path}.instances`, found, expected });
    }
    for (const rank of ranks) sharers.set(rank, [...jobsOf(sharers, rank), each]);
  }
  return sharers;
}

/** The part of the memory of its ranks that each job has; undefined where they are its own. */
function memoryShares(
  standing: readonly Standing[],
  sharers: Sharers,
  problems: Problem[],
): (number | undefined)[] {
  const shareOf = ({ job, ranks }: Standing): number | undefined => {
    const most = ranks.reduce((count, rank) => Math.max(count, jobsOf(sharers, rank).length), 1);
    return most > 1 ? (job.memoryShare ?? 1 / most) : undefined;
  };
  const shares = new Map(standing.map((each) => [each, shareOf(each)]));
  for (const { job, path } of standing.filter((each) => shares.get(each) === undefined)) {
    if (job.memoryShare === undefined) continue;
    const expected = "no such key for ranks that no other job has";
    problems.push({ path: `${path}.memoryShare`, found: String(job.memoryShare), expected });
  }
  const told = new Set<Standing>();
  for (const [rank, jobs] of sharers) {
    const last = elementAt(jobs, -1);
    const sum = jobs.reduce((total, each) => total + (shares.get(each) ?? 0), 0);
    if (sum <= 1 + 1e-9 || told.has(last)) continue;
    told.add(last);
    const all = jobs.map((each) => `${each.job.name} ${shares.get(each)}`).join(", ");
    const found = `${all} of the memory of rank ${rank}`;
    problems.push({ path: `${last.path}.memoryShare`, found, expected: "parts that sum to 1 at most" });
  }
  return standing.map((each) => shares.get(each));
}

function rankProblem(
  { ranksPerInstance, ranksPerChip }: Cluster,
  ranks: ScenarioJob["ranks"],
): { found: string; expected: string } | undefined {
  if (ranks === undefined) return undefined;
  const [first, last] = ranks;
  const found = `${first} to ${last}`;
  if (first > last || last >= ranksPerInstance)
    return { found, expected: `ranks 0 to ${ranksPerInstance - 1}` };
  if (first % ranksPerChip === 0 && (last + 1) % ranksPerChip === 0) return undefined;
  return { found, expected: `whole chips of ${ranksPerChip} ranks` };
}
