/**
 * How a serving scenario bears load: requests come at shares of what it serves when every place in its batches is taken, and
 * the first token waits as it fills. Full is measured in a closed loop of as many users as there are places, for as many
 * waves of requests as an estimate, by Little's law: N users who do not think are served N / (mean time of a request) times
 * a second, whatever the ends of the run add to its length. Arrivals at a share of that are Poisson. Beyond full the line
 * grows for as long as requests come, so that times there tell of the length of the run and not of the system.
 */
import { type Problem, ScenarioError } from "../base/errors.ts";
import type { Summary } from "../simulation/summary.ts";
import { estimateWaves } from "./quick-estimate.ts";

/** A serving scenario as written. */
export interface WrittenServing {
  workload: Readonly<Record<string, unknown>>;
}

/** An arrival rate tried. */
export interface LoadPoint {
  /** Of what is served when all places are taken. */
  share: number;
  /** Requests/s that come. */
  rate: number;
  output_throughput: number | null;
  median_ttft_ms: number | null;
  p99_ttft_ms: number | null;
  median_tpot_ms: number | null;
  p99_tpot_ms: number | null;
  /** More than a tenth of the requests still stood in line at the last arrival. */
  saturated: boolean;
  /** Whether every objective was met; null where there is none. */
  objectives_met: boolean | null;
}

/** The loads of a scenario, least first. */
export interface LoadCurve {
  schema: "trnsim.load-curve/1";
  scenario: string;
  variant: string;
  /** What is served when all places are taken: requests/s, output tokens/s, and the places of all replicas. */
  saturation: { rate: number; output_throughput: number | null; places: number };
  points: readonly LoadPoint[];
  /** The highest tried rate up to which every objective was met at each rate below; null: none, or no objectives. */
  meets_objectives_to: number | null;
}

/** Shares of full that are tried. */
export const loadShares = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1, 1.2] as const;

/** Requests of a point: enough for each place to be taken four times, and for a percentile. */
const wavesOfPoint = 4;
const requestsMin = 200;

/** Keys of a workload that say when its requests come and end, which a load says anew. */
const timing = ["arrivals", "duration", "requests", "warmup"];

/** Keys whose requests come at a rate that is not theirs to choose, or whose fleet is not one size, and why. */
const refused: Readonly<Record<string, string>> = {
  trace: "arrivals, input and output: a trace brings its own times",
  conversation: "single requests: the turns of a conversation follow its answers",
  autoscaling: "a fleet of one size: one that scales has no load at which it is full",
  pools: "replicas on one kind of hardware",
};

/** Why a scenario, as written, has no load curve; empty where it may have one. */
export function loadCurveObstacles(written: {
  workload?: Readonly<Record<string, unknown>>;
  jobs?: unknown;
}): Problem[] {
  const { workload, jobs } = written;
  if (workload === undefined || jobs !== undefined)
    return [{ path: "jobs", found: "several jobs", expected: "one serving workload, for its load curve" }];
  const { kind } = workload;
  if (kind !== "inference")
    return [{ path: "workload.kind", found: `"${kind}"`, expected: "inference, for its load curve" }];
  return Object.entries(refused).flatMap(([key, expected]) => {
    const value = workload[key];
    const isAbsent = value === undefined || (Array.isArray(value) && value.length === 0);
    return isAbsent
      ? []
      : [{ path: `workload.${key}`, found: key, expected: `${expected} (for its load curve)` }];
  });
}

/** The scenario with these arrivals in place of its own. */
function withLoad<Written extends WrittenServing>(
  written: Written,
  arrivals: object,
  requests: number,
): Written {
  const rest = Object.entries(written.workload).filter(([key]) => !timing.includes(key));
  return { ...written, workload: { ...Object.fromEntries(rest), arrivals, requests } };
}

/** The scenario with the degrees that `summary` chose: every load is borne by the same replicas. */
export function asChosen<Written extends WrittenServing>(written: Written, { chosen }: Summary): Written {
  const parallelism = {
    ...(written.workload.parallelism as object | undefined),
    tensor: Number(chosen.tensor),
  };
  const replicas = Number(chosen.replicas);
  return { ...written, workload: { ...written.workload, parallelism: { ...parallelism, replicas } } };
}

/** The load at `share` of `full` requests/s on `places` places; null where nothing is served. */
export function loadPoint(
  written: WrittenServing,
  { full, places, share }: { full: number; places: number; share: number },
  simulate: (written: object) => Summary,
): LoadPoint | null {
  const rate = share * full;
  const requests = Math.max(requestsMin, wavesOfPoint * places);
  const { inference, objectives } = simulate(
    withLoad(written, { kind: "poisson", rate: `${rate}/s` }, requests),
  );
  if (!inference || inference.completed === 0) return null;
  const { output_throughput, median_ttft_ms, p99_ttft_ms, median_tpot_ms, p99_tpot_ms, saturated } =
    inference;
  return {
    share,
    rate,
    output_throughput,
    median_ttft_ms,
    p99_ttft_ms,
    median_tpot_ms,
    p99_tpot_ms,
    saturated,
    objectives_met: objectives.length === 0 ? null : objectives.every(({ met }) => met),
  };
}

/** What a closed loop of `users` without think time serves, requests/s; null where nothing is. */
export function fullRate({ inference }: Summary, users: number): number | null {
  const { completed = 0, failed = 0, mean_e2el_ms: mean, request_throughput: served } = inference ?? {};
  if (completed === 0 || !mean) return null;
  // Users whose request was refused wait and think again: the law is not about them.
  return failed > 0 ? (served ?? null) : users / (mean / 1000);
}

/** Requests in flight that all replicas of `summary` hold at most; undefined where the batching policy does not say. */
function placesOf(
  { chosen, choices }: Summary,
  batching: { kind: string; maxBatch?: unknown },
): number | undefined {
  const open = choices.find(({ key }) => key === "workload.batching.maxBatch");
  const batch = batching.kind === "none" ? 1 : (open?.value ?? batching.maxBatch);
  if (typeof batch !== "number") return undefined;
  return batch * Number(chosen.pipeline ?? 1) * Number(chosen.replicas);
}

/** What a load curve is drawn of. */
export interface LoadedScenario {
  /** As written, with paths resolved. */
  written: WrittenServing;
  /** The batching policy with its defaults. */
  batching: { kind: string; maxBatch?: unknown };
  /** The scenario's own run, which tells how many replicas there are. */
  base: Summary;
}

/**
 * The load curve of a scenario without obstacles; null where it serves nothing. `simulate` runs a scenario as a file would
 * write it. Throws a `ScenarioError` where the batching policy does not say how many requests it holds.
 */
export function loadCurve(
  { written, batching, base }: LoadedScenario,
  simulate: (written: object) => Summary,
): LoadCurve | null {
  const places = placesOf(base, batching);
  if (places === undefined) {
    const expected = "a policy with an option maxBatch, for its load curve";
    throw new ScenarioError([{ path: "workload.batching", found: `"${batching.kind}"`, expected }]);
  }
  const chosen = asChosen(written, base);
  const closed = simulate(withLoad(chosen, { kind: "closed-loop", users: places }, places * estimateWaves));
  const full = fullRate(closed, places);
  const { completed = 0, total_output_tokens: tokens = 0 } = closed.inference ?? {};
  if (full === null) return null;
  const points = loadShares.flatMap((share) => loadPoint(chosen, { full, places, share }, simulate) ?? []);
  const missed = points.findIndex(({ objectives_met }) => objectives_met !== true);
  const within = missed < 0 ? points : points.slice(0, missed);
  return {
    schema: "trnsim.load-curve/1",
    scenario: base.scenario.name,
    variant: base.scenario.variant,
    saturation: { rate: full, output_throughput: tokens > 0 ? (full * tokens) / completed : null, places },
    points,
    meets_objectives_to: within.at(-1)?.rate ?? null,
  };
}
