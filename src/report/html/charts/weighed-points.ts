/** Runs as points of cost against time, by the figures that their workload weighs itself by. */
import type { Summary } from "../../../simulation/summary.ts";
import type { CostPoint } from "./pareto.ts";

interface Named {
  name: string;
  summary: Summary;
}

/** Points, the names of both axes, and the objectives on the time. */
export interface WeighedPoints {
  points: CostPoint[];
  labels: { time: string; usd: string };
  limits: number[];
}

const secondsPerDay = 86_400;

/** Of the runs that have both figures; runs that weigh themselves by another time than the first are left out. */
export function weighedPoints(runs: readonly Named[]): WeighedPoints {
  const first = runs.find(({ summary: { weighed_by } }) => weighed_by.cost && weighed_by.pace);
  const { cost, pace } = first?.summary.weighed_by ?? {};
  if (!cost || !pace) return { points: [], labels: { time: "", usd: "" }, limits: [] };
  const alike = runs.filter(({ summary: { weighed_by } }) => {
    return weighed_by.cost?.metric === cost.metric && weighed_by.pace?.metric === pace.metric;
  });
  const times = alike.map(({ summary }) => summary.weighed_by.pace?.value ?? 0);
  const inDays = pace.unit === "s" && Math.max(...times) >= secondsPerDay;
  const [unit, scale] = inDays ? ["days", secondsPerDay] : [pace.unit, 1];
  const points = alike.flatMap(({ name, summary: { weighed_by } }) => {
    const [usd, time] = [weighed_by.cost?.value, weighed_by.pace?.value];
    return usd && time ? [{ name, usd, time: time / scale }] : [];
  });
  const limits = alike
    .flatMap(({ summary }) => summary.objectives)
    .flatMap(({ objective, limit }) => (objective === pace.objective ? [limit / scale] : []));
  return { points, labels: { time: `${pace.title}, ${unit}`, usd: cost.title }, limits };
}
