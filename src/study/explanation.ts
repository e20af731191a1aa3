/**
 * Why a result is what it is: levers are moved by 10 % and the scenario simulated again. The lever of which 10 % more changes
 * the time of a step (training) or of a request (serving) most limits the result; one that changes nothing would not help.
 *
 * Every lever costs a simulation as long as the run itself, so how many are moved depends on who asks. A run that explains
 * itself unasked answers one question, what limits it: the quantities of the hardware and its launches, and kernels that the
 * scenario replaces, each with 10 % more. Who asks for the explanation also has the costliest kernels, which are parts of
 * those quantities, and 10 % less.
 */
import { isRest } from "../metrics/attribution.ts";
import type { Summary } from "../simulation/summary.ts";
import type { WrittenOptions } from "../workload/load-traits.ts";
import { kindFigures } from "./kind-figures.ts";
import { type ExplanationDepth, type LeverTarget, levers } from "./levers.ts";
import { type LongRunLever, longRunLevers } from "./long-run-levers.ts";
import { operatorLevers } from "./operator-levers.ts";
import { metricsIn, type SummaryMetric } from "./summary-metrics.ts";
import { overrideText, type Variable } from "./variation.ts";

/** How far a lever is moved, as a fraction. */
const leverMove = 0.1;
/** Changes below this fraction are none. */
const noEffectBelow = 0.001;

/** What moving one lever does. */
export interface Sensitivity {
  lever: string;
  /** Relative change of the explained metric with 10 % more. */
  more: number;
  /** The same with 10 % less, where that was simulated. */
  less?: number;
  /** Relative change of other headline metrics with 10 % more. */
  others: { metric: string; change: number }[];
  /** Flags that simulate the 10 % more again. */
  set: string[];
}

/** What limits a run, and what would help. */
export interface Explanation {
  schema: "trnsim.explanation/1";
  scenario: string;
  variant: string;
  /** The metric that is explained: a time, so less is better. */
  metric: string;
  value: number;
  /** Of several jobs, whose time it is; absent for a lone one. */
  job?: string;
  /** The parts of the time that matter most; of several jobs, of its own. */
  time: { what: string; fraction: number }[];
  /** All levers, the one of which 10 % more has the largest effect first. */
  levers: Sensitivity[];
  limitedBy: string | null;
  /** Levers that change next to nothing. */
  wouldNotHelp: string[];
  /** Of a run among failures: what would shorten the time to train, the best first; none elsewhere. */
  longRun: LongRunLever[];
}

const partsShown = 3;

/** Explains `base`, the result of `variable` as it is; null where it gave no result. */
export function explain(variable: Variable, base: Summary, depth: ExplanationDepth): Explanation | null {
  const metrics = explainedMetrics(base);
  const [pace] = metrics;
  if (pace === undefined) return null;
  const { scenario, software, kind } = variable;
  const { model } = scenario;
  const options = scenario.workload as unknown as WrittenOptions;
  const target: LeverTarget = {
    instance: scenario.cluster.instance,
    count: scenario.cluster.count,
    software: software,
    namesSoftware: (variable.written.cluster as { software?: unknown } | undefined)?.software !== undefined,
  };
  const change = (after: Summary, { of }: SummaryMetric) => {
    const [old, now] = [of(base), of(after)];
    return old && now ? now / old - 1 : 0;
  };
  const operators =
    model && kind
      ? operatorLevers({ model, kind, options, chip: scenario.cluster.instance.chip }, depth)
      : [];
  const moved = [...levers, ...operators].flatMap(({ name, overrides }): Sensitivity[] => {
    const up = overrides(target, 1 + leverMove);
    if (up.length === 0) return [];
    const more = variable.simulate(up);
    const less = depth === "all" ? variable.simulate(overrides(target, 1 - leverMove)) : undefined;
    return [
      {
        lever: name,
        more: change(more, pace),
        ...(less && { less: change(less, pace) }),
        others: metrics.slice(1).map((each) => ({ metric: each.name, change: change(more, each) })),
        set: up.map(overrideText),
      },
    ];
  });
  /** The pace with twice as much of a lever. */
  const doubled = (lever: string) => {
    const up = levers.find(({ name }) => name === lever)?.overrides(target, 2) ?? [];
    return up.length > 0 ? pace.of(variable.simulate(up)) : undefined;
  };
  const effect = ({ more, less = 0 }: Sensitivity) => Math.max(Math.abs(more), Math.abs(less));
  // By 10 % more: 10 % less of a rate is 11 % more time, of a cost 10 % less, so that the larger would favour rates.
  const ranked = moved.sort((a, b) => Math.abs(b.more) - Math.abs(a.more) || effect(b) - effect(a));
  const [first] = ranked;
  const job = base.jobs?.find(({ name }) => pace.name.startsWith(`${name}.`));
  return {
    schema: "trnsim.explanation/1",
    scenario: base.scenario.name,
    variant: base.scenario.variant,
    metric: pace.name,
    value: pace.of(base) as number,
    ...(job && { job: job.name }),
    time: (job ?? base).attribution.filter(({ what }) => !isRest(what)).slice(0, partsShown),
    levers: ranked,
    limitedBy: first && Math.abs(first.more) >= noEffectBelow ? first.lever : null,
    wouldNotHelp: ranked.filter((each) => effect(each) < noEffectBelow).map(({ lever }) => lever),
    longRun: longRunLevers(kindFigures(base, pace.part) ?? {}, {
      pace: pace.of(base) as number,
      faster: () => doubled("network bandwidth"),
    }),
  };
}

/** The time by which `summary` is judged, then what else a lever may move; empty where there is no such time. */
function explainedMetrics(summary: Summary): SummaryMetric[] {
  const metrics = metricsIn([summary]);
  const pace = metrics.find(({ isPace, of }) => isPace && of(summary));
  if (pace === undefined) return [];
  return [pace, ...metrics.filter(({ part, isExplained }) => isExplained && part === pace.part)];
}
