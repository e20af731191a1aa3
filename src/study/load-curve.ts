/**
 * How a scenario bears load: requests come at shares of what it serves when every place in its batches is taken, and
 * the first token waits as it fills. Full is measured in a closed loop of as many users as there are places, for as many
 * waves of requests as an estimate, by Little's law: N users who do not think are served N / (mean time of a request) times
 * a second, whatever the ends of the run add to its length. Arrivals at a share of that are Poisson. Beyond full the line
 * grows for as long as requests come, so that times there tell of the length of the run and not of the system.
 */
import type { Problem } from "../base/errors.ts";
import type { Summary } from "../simulation/summary.ts";
import type { LoadTraits, WrittenOptions } from "../workload/load-traits.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import { kindFigures } from "./kind-figures.ts";
import { estimateWaves } from "./quick-estimate.ts";

/** A kind of workload whose load can be written anew. */
export type LoadedKind = Pick<WorkloadKind, "name"> & { load: LoadTraits };

/** A scenario as written. */
export interface WrittenLoad {
  workload: WrittenOptions;
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
  median_e2el_ms: number | null;
  p99_e2el_ms: number | null;
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

/** The kind called `name` where its load can be written anew. */
export function loadedKind(kinds: readonly WorkloadKind[], name: string | undefined): LoadedKind | undefined {
  return kinds.filter(isLoaded).find((kind) => kind.name === name);
}

const isLoaded = (kind: WorkloadKind): kind is WorkloadKind & LoadedKind => kind.load !== undefined;

/** Why a scenario, as written, has no load curve; empty where it may have one. */
export function loadCurveObstacles(
  { workload, jobs }: { workload?: WrittenOptions; jobs?: unknown },
  kinds: readonly WorkloadKind[],
): Problem[] {
  if (workload === undefined || jobs !== undefined)
    return [{ path: "jobs", found: "several jobs", expected: "one workload, for its load curve" }];
  const kind = loadedKind(kinds, String(workload.kind));
  if (kind === undefined) {
    const names = kinds.filter(isLoaded).map(({ name }) => name);
    const expected = `${names.join(" or ")}, for its load curve`;
    return [{ path: "workload.kind", found: `"${workload.kind}"`, expected }];
  }
  return Object.entries(kind.load.refuses).flatMap(([key, expected]) => {
    const value = workload[key];
    const isAbsent = value === undefined || (Array.isArray(value) && value.length === 0);
    return isAbsent
      ? []
      : [{ path: `workload.${key}`, found: key, expected: `${expected} (for its load curve)` }];
  });
}

/** The scenario with these arrivals in place of its own. */
function withLoad<Written extends WrittenLoad>(
  written: Written,
  { load }: LoadedKind,
  arrivals: object,
  requests: number,
): Written {
  return { ...written, workload: load.withLoad(written.workload, arrivals, requests) };
}

/** The scenario with what `summary` chose: every load is borne by the same replicas. */
export function asChosen<Written extends WrittenLoad>(
  written: Written,
  { load }: LoadedKind,
  { chosen }: Summary,
): Written {
  return { ...written, workload: load.asChosen(written.workload, chosen) };
}

/** What a kind that bears loads measures; null where it has no figure. */
type LoadFigures = Readonly<Record<keyof LoadPoint | FullFigure, number | null>>;
type FullFigure = "completed" | "failed" | "mean_e2el_ms" | "request_throughput" | "total_output_tokens";

function figuresOf(summary: Summary, { name }: LoadedKind): Partial<LoadFigures> | undefined {
  return kindFigures(summary, name) as Partial<LoadFigures> | undefined;
}

/** The load at `share` of `full` requests/s on `places` places; null where nothing is served. */
export function loadPoint(
  written: WrittenLoad,
  kind: LoadedKind,
  { full, places, share }: { full: number; places: number; share: number },
  simulate: (written: object) => Summary,
): LoadPoint | null {
  const rate = share * full;
  const requests = Math.max(requestsMin, wavesOfPoint * places);
  const summary = simulate(withLoad(written, kind, { kind: "poisson", rate: `${rate}/s` }, requests));
  const figures = figuresOf(summary, kind);
  if (!figures?.completed) return null;
  const { output_throughput = null, median_ttft_ms = null, p99_ttft_ms = null } = figures;
  const { median_tpot_ms = null, p99_tpot_ms = null, saturated } = figures;
  const { median_e2el_ms = null, p99_e2el_ms = null } = figures;
  const { objectives } = summary;
  return {
    share,
    rate,
    output_throughput,
    median_ttft_ms,
    p99_ttft_ms,
    median_tpot_ms,
    p99_tpot_ms,
    median_e2el_ms,
    p99_e2el_ms,
    saturated: Boolean(saturated),
    objectives_met: objectives.length === 0 ? null : objectives.every(({ met }) => met),
  };
}

/** What a closed loop of `users` without think time serves, requests/s; null where nothing is. */
export function fullRate(summary: Summary, kind: LoadedKind, users: number): number | null {
  const {
    completed,
    failed,
    mean_e2el_ms: mean,
    request_throughput: served,
  } = figuresOf(summary, kind) ?? {};
  if (!completed || !mean) return null;
  // Users whose request was refused wait and think again: the law is not about them.
  return failed ? (served ?? null) : users / (mean / 1000);
}

/** What a load curve is drawn of. */
export interface LoadedScenario {
  kind: LoadedKind;
  /** As written, with paths resolved. */
  written: WrittenLoad;
  /** Options of the workload, with their defaults. */
  options: WrittenOptions;
  /** The scenario's own run, which tells how many replicas there are. */
  base: Summary;
}

/**
 * The load curve of a scenario without obstacles; null where it serves nothing. `simulate` runs a scenario as a file would
 * write it. Throws a `ScenarioError` where nothing says how many requests it holds.
 */
export function loadCurve(
  { kind, written, options, base }: LoadedScenario,
  simulate: (written: object) => Summary,
): LoadCurve | null {
  const places = kind.load.places(options, base);
  const chosen = asChosen(written, kind, base);
  const arrivals = { kind: "closed-loop", users: places };
  const closed = simulate(withLoad(chosen, kind, arrivals, places * estimateWaves));
  const full = fullRate(closed, kind, places);
  if (full === null) return null;
  const { completed, total_output_tokens: tokens } = figuresOf(closed, kind) ?? {};
  const points = loadShares.flatMap(
    (share) => loadPoint(chosen, kind, { full, places, share }, simulate) ?? [],
  );
  const missed = points.findIndex(({ objectives_met }) => objectives_met !== true);
  const within = missed < 0 ? points : points.slice(0, missed);
  return {
    schema: "trnsim.load-curve/1",
    scenario: base.scenario.name,
    variant: base.scenario.variant,
    saturation: {
      rate: full,
      output_throughput: tokens && completed ? (full * tokens) / completed : null,
      places,
    },
    points,
    meets_objectives_to: within.at(-1)?.rate ?? null,
  };
}
