/**
 * Where the time of a pipeline went: from its end back along what was waited for. A moment belongs to the stage that ended
 * last before something could begin; shares of all moments sum to 1.
 */
import type { Attribution } from "../../metrics/attribution.ts";
import type { StageRun, Visit } from "./pipeline-run.ts";

/** Shares of `elapsedNs` by stage, fetching and waiting for the next time of a stage apart. */
export function criticalPath(
  stages: readonly StageRun[],
  visits: readonly Visit[],
  elapsedNs: number,
): Attribution {
  const timesNs = new Map<string, number>();
  const add = (what: string, ns: number) => timesNs.set(what, (timesNs.get(what) ?? 0) + ns);
  let at: Visit | undefined = lastOf(visits);
  while (at !== undefined) {
    const { stage, startNs, fetchedNs, endNs } = at;
    const { name } = stages[stage] as StageRun;
    add(name, endNs - fetchedNs);
    add(`${name}: fetching artefacts`, fetchedNs - startNs);
    const before = waitedFor(stages, visits, at);
    const since = startNs - (before?.endNs ?? 0);
    add(`${name}: waiting for its next time`, since);
    at = before;
  }
  return [...timesNs]
    .map(([what, ns]) => ({ what, fraction: elapsedNs > 0 ? ns / elapsedNs : 0 }))
    .filter(({ fraction }) => fraction > 1e-12)
    .sort((a, b) => b.fraction - a.fraction);
}

/** What ended last before `visit` could begin: a stage it needs, its own time before, or who had the cluster. */
function waitedFor(stages: readonly StageRun[], visits: readonly Visit[], visit: Visit): Visit | undefined {
  const { needs, isShared } = stages[visit.stage] as StageRun;
  const isBefore = (other: Visit) =>
    other !== visit &&
    other.endNs <= visit.startNs &&
    (needs.includes(other.stage) ||
      other.stage === visit.stage ||
      (isShared && (stages[other.stage] as StageRun).isShared));
  // A visit is listed when it begins, so that what comes before stands before it.
  return lastOf(visits.slice(0, visits.indexOf(visit)).filter(isBefore));
}

function lastOf(visits: readonly Visit[]): Visit | undefined {
  return visits.reduce<Visit | undefined>(
    (last, each) => (last === undefined || each.endNs >= last.endNs ? each : last),
    undefined,
  );
}
