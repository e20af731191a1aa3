/**
 * Evidence from errors of groups left out. A band is the span from the 5th to the 95th percentile of the errors. Rows weigh
 * 1 / sqrt(rows of their group), between counting rows and counting groups. Few groups are few surprises, so errors of all
 * stacks count beside a profile's own, with the weight of `pooledWeight` rows, and percentiles of n groups are taken 1 + 1/n
 * times as far out.
 */
import { group, quantile } from "d3-array";
import {
  columnFamilies,
  type Evidence,
  familyOf,
  type Grouping,
  groupings,
  isRateColumn,
  type Residuals,
} from "../timing/evidence.ts";
import { anyStack } from "../timing/evidence-table.ts";
import type { LeftOutError, ProfileErrors } from "./left-out.ts";

const pooledWeight = 3;

/** Evidence for every profile of `errors`, and for all stacks together. */
export function evidenceFrom(errors: ReadonlyMap<string, ProfileErrors>): Map<string, Evidence> {
  const pooled = (level: Grouping, metric: string, but?: string) =>
    [...errors].flatMap(([name, { byGrouping }]) =>
      name === but
        ? []
        : (byGrouping.get(level) ?? [])
            .filter((error) => familyOf(error.metric) === familyOf(metric))
            .map((error) => ({ ...error, group: `${name} ${error.group}` })),
    );
  const evidence = new Map<string, Evidence>();
  for (const [name, { covers, byGrouping }] of errors) {
    const residuals = [...byGrouping].flatMap(([level, all]) =>
      [...group(all, ({ metric }) => metric)].map(([metric, own]) =>
        residualsOf(metric, level, own, pooled(level, metric, name)),
      ),
    );
    evidence.set(name, { residuals, covers });
  }
  const families = Object.values(columnFamilies).map((columns) => columns[0]);
  const any = families.flatMap((metric) =>
    groupings.flatMap((level) => {
      const all = pooled(level, metric);
      return all.length === 0 ? [] : [residualsOf(metric, level, all, [])];
    }),
  );
  return evidence.set(anyStack, { residuals: any });
}

/** Scores and band of `own` errors of one column, with those of other stacks beside them. */
function residualsOf(
  metric: string,
  leftOut: Grouping,
  own: readonly LeftOutError[],
  others: readonly LeftOutError[],
): Residuals {
  const sign = isRateColumn(metric) ? -1 : 1;
  const absolute = own.map(({ log }) => Math.abs(Math.exp(-sign * log) - 1));
  const groups = [...group(own, (error) => error.group)];
  const countOf = (errors: readonly LeftOutError[]) =>
    leftOut === "rows" ? errors.length : group(errors, (error) => error.group).size;
  const [low, high] = bandOf(own, others, countOf(own));
  const checks = groups.flatMap(([name, members]) => {
    const rest = own.filter((error) => error.group !== name);
    const [least, most] = bandOf(rest, others, Math.max(1, countOf(rest)));
    return members.map(({ log }) => ({
      isInside: log >= least && log <= most,
      width: Math.exp(most - least),
    }));
  });
  const ratios = [Math.exp(low), Math.exp(high)];
  return {
    metric,
    leftOut,
    rows: own.length,
    groups: groups.length,
    medianError: quantile(absolute, 0.5) ?? 0,
    meanError: absolute.reduce((sum, error) => sum + error, 0) / absolute.length,
    low: sign > 0 ? ratios[0] : 1 / ratios[1],
    high: sign > 0 ? ratios[1] : 1 / ratios[0],
    inside: checks.filter(({ isInside }) => isInside).length / checks.length,
    width:
      quantile(
        checks.map(({ width }) => width),
        0.5,
      ) ?? Number.NaN,
  };
}

/** 5th and 95th percentile of `own` with `others` beside them, further out by 1 / `count`, containing no error at all. */
function bandOf(
  own: readonly LeftOutError[],
  others: readonly LeftOutError[],
  count: number,
): [number, number] {
  const weighted = [...withWeights(own, undefined), ...withWeights(others, pooledWeight)];
  if (weighted.length === 0) return [0, 0];
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const sorted = weighted.sort((a, b) => a.log - b.log);
  const at = (share: number) => {
    let sum = 0;
    const found = sorted.find(({ weight }) => {
      sum += weight;
      return sum >= share * total;
    });
    return (found ?? sorted[sorted.length - 1]).log * (1 + 1 / count);
  };
  return [Math.min(0, at(0.05)), Math.max(0, at(0.95))];
}

/** Errors with weights of 1 / sqrt(rows of the group), which sum to `sum` where one is asked for. */
function withWeights(errors: readonly LeftOutError[], sum: number | undefined) {
  const sizes = new Map([...group(errors, (error) => error.group)].map(([name, all]) => [name, all.length]));
  const weights = errors.map((error) => 1 / Math.sqrt(sizes.get(error.group) as number));
  const total = weights.reduce((all, weight) => all + weight, 0);
  return errors.map(({ log }, index) => ({
    log,
    weight: weights[index] * (sum === undefined ? 1 : sum / total),
  }));
}
