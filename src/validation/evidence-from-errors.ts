/**
 * Evidence from errors of groups left out. A band is the span from the 5th to the 95th percentile of the errors. Rows weigh
 * 1 / sqrt(rows of their group), between counting rows and counting groups. Few groups are few surprises, so errors of all
 * stacks count beside a profile's own, with the weight of `pooledWeight` rows, and percentiles of n groups are taken 1 + 1/n
 * times as far out. Bands surround predictions by the shipped constants, so the errors of those count as much as those of the refits.
 */

import { group, quantile } from "d3-array";
import { elementAt } from "../base/element-at.ts";
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
  const [low, high] = bandOf(own, others, { count: countOf(own), share: 0.9 });
  const [low80, high80] = bandOf(own, others, { count: countOf(own), share: 0.8 });
  const checks = groups.flatMap(([name, members]) => {
    const rest = own.filter((error) => error.group !== name);
    const [least, most] = bandOf(rest, others, { count: Math.max(1, countOf(rest)), share: 0.9 });
    return members.map(({ log }) => ({
      isInside: log >= least && log <= most,
      width: Math.exp(most - least),
    }));
  });
  const ratios = (least: number, most: number): [number, number] =>
    sign > 0 ? [Math.exp(least), Math.exp(most)] : [Math.exp(-most), Math.exp(-least)];
  return {
    metric,
    leftOut,
    rows: own.length,
    groups: groups.length,
    medianError: quantile(absolute, 0.5) ?? 0,
    meanError: absolute.reduce((sum, error) => sum + error, 0) / absolute.length,
    band: ratios(low, high),
    band80: ratios(low80, high80),
    inside: checks.filter(({ isInside }) => isInside).length / checks.length,
    width:
      quantile(
        checks.map(({ width }) => width),
        0.5,
      ) ?? Number.NaN,
  };
}

/** The middle `share` of `own` with `others` beside them, further out by 1 / `count`, containing no error at all. */
function bandOf(
  own: readonly LeftOutError[],
  others: readonly LeftOutError[],
  { count, share }: { count: number; share: number },
): [number, number] {
  const weighted = [...withWeights(own, undefined), ...withWeights(others, pooledWeight)];
  if (weighted.length === 0) return [0, 0];
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const sorted = weighted.sort((a, b) => a.log - b.log);
  const at = (part: number) => {
    let sum = 0;
    const found = sorted.find(({ weight }) => {
      sum += weight;
      return sum >= part * total;
    });
    return (found ?? elementAt(sorted, -1)).log * (1 + 1 / count);
  };
  const tail = (1 - share) / 2;
  return [Math.min(0, at(tail)), Math.max(0, at(1 - tail))];
}

/** Errors with weights of 1 / sqrt(rows of the group), which sum to `sum` where one is asked for. */
function withWeights(errors: readonly LeftOutError[], sum: number | undefined) {
  const sizes = new Map([...group(errors, (error) => error.group)].map(([name, all]) => [name, all.length]));
  const weightOf = (error: LeftOutError) => 1 / Math.sqrt(sizes.get(error.group) as number);
  const total = errors.reduce((all, error) => all + weightOf(error), 0);
  return errors.flatMap((error) => {
    const { log, shipped } = error;
    const weight = (weightOf(error) * (sum === undefined ? 1 : sum / total)) / 2;
    return [
      { log, weight },
      { log: shipped, weight },
    ];
  });
}
