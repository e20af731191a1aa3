/** The jobs of a scenario, placed on its cluster: one on all of it, or several side by side. */
import { type Problem, ScenarioError } from "../base/errors.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { partOf, ranksOfPart } from "../cluster/part.ts";
import type { Scenario, ScenarioJob } from "./scenario.ts";

/** A job and what it has of the cluster. */
export interface PlacedJob extends Omit<ScenarioJob, "instances" | "ranks"> {
  /** Where it stands in the scenario: `jobs[1]`, or nothing for the only one. */
  path: string;
  cluster: Cluster;
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
  const owners = new Map<number, string>();
  let next = 0;
  const placed = jobs.map((job, index): PlacedJob => {
    const path = `jobs[${index}]`;
    if (names.has(job.name))
      problems.push({ path: `${path}.name`, found: job.name, expected: "a name of its own" });
    names.add(job.name);
    const { instances = cluster.count - next, ranks } = job;
    const [first, last] = typeof instances === "number" ? [next, next + instances - 1] : instances;
    next = Math.max(next, last + 1);
    if (first > last || last >= cluster.count) {
      const found =
        typeof instances === "number" ? `${instances} instances from ${first} on` : `${first} to ${last}`;
      problems.push({ path: `${path}.instances`, found, expected: `instances 0 to ${cluster.count - 1}` });
      return { ...job, path, cluster };
    }
    const problem = rankProblem(cluster, ranks);
    if (problem !== undefined) {
      problems.push({ path: `${path}.ranks`, ...problem });
      return { ...job, path, cluster };
    }
    const part = { instances: [first, last] as const, ranks, region: job.region };
    const taken = ranksOfPart(cluster, part).find((rank) => owners.has(rank));
    if (taken !== undefined) {
      const found = `rank ${taken}, which ${owners.get(taken)} has`;
      problems.push({ path: `${path}.instances`, found, expected: "ranks that no other job has" });
    }
    for (const rank of ranksOfPart(cluster, part)) owners.set(rank, job.name);
    return { ...job, path, cluster: partOf(cluster, part) };
  });
  if (problems.length > 0) throw new ScenarioError(problems);
  return placed;
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
