/**
 * Evidence from errors of groups left out: scores, bands, and whether bands made without a group hold its rows. Bands of a
 * stack come from its own errors and those of other stacks (`error-shape.ts`).
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
} from "../../timing/evidence.ts";
import { anyStack } from "../../timing/evidence-table.ts";
import { type OtherStacks, otherStacks, ownBand, stackBand } from "./error-shape.ts";
import type { LeftOutError, ProfileErrors } from "./left-out.ts";

/** Evidence for every profile of `errors`, and for all stacks together. */
export function evidenceFrom(errors: ReadonlyMap<string, ProfileErrors>): Map<string, Evidence> {
  /** Errors of each stack but `but` in columns of the family of `metric`. */
  const stacks = (level: Grouping, metric: string, but?: string) =>
    [...errors].flatMap(([name, { byGrouping }]) => {
      const own = (byGrouping.get(level) ?? []).filter(
        (error) => familyOf(error.metric) === familyOf(metric),
      );
      return name === but ? [] : [...group(own, (error) => error.metric).values()];
    });
  const evidence = new Map<string, Evidence>();
  for (const [name, { covers, byGrouping }] of errors) {
    const residuals = [...byGrouping].flatMap(([level, all]) =>
      [...group(all, ({ metric }) => metric)].map(([metric, own]) =>
        residualsOf(metric, level, own, otherStacks(stacks(askedOf(level), metric, name))),
      ),
    );
    evidence.set(name, { residuals, covers });
  }
  const families = Object.values(columnFamilies).map((columns) => columns[0]);
  const any = families.flatMap((metric) =>
    groupings.flatMap((level) => {
      const all = stacks(level, metric).flatMap((own, stack) =>
        own.map((error) => ({ ...error, group: `${stack} ${error.group}` })),
      );
      return all.length === 0 ? [] : [residualsOf(metric, level, all, undefined)];
    }),
  );
  return evidence.set(anyStack, { residuals: any });
}

/** What is asked of other stacks: few have more than one source, so sources left out are told by models left out. */
function askedOf(level: Grouping): Grouping {
  return level === "source" ? "model" : level;
}

/** Scores and bands of `own` errors of one column, with what `others` say beside them. */
function residualsOf(
  metric: string,
  leftOut: Grouping,
  own: readonly LeftOutError[],
  others: OtherStacks | undefined,
): Residuals {
  const sign = isRateColumn(metric) ? -1 : 1;
  const absolute = own.map(({ log }) => Math.abs(Math.exp(-sign * log) - 1));
  const bandOf = (errors: readonly LeftOutError[], share: number) =>
    others === undefined ? ownBand(errors, share) : stackBand(errors, others, share);
  const groups = [...group(own, (error) => error.group)];
  const checks = groups.flatMap(([name, members]) => {
    const [least, most] = bandOf(
      own.filter((error) => error.group !== name),
      0.9,
    );
    return members.map(({ log }) => ({
      isInside: log >= least && log <= most,
      width: Math.exp(most - least),
    }));
  });
  const ratios = ([least, most]: readonly [number, number]): [number, number] =>
    sign > 0 ? [Math.exp(least), Math.exp(most)] : [Math.exp(-most), Math.exp(-least)];
  return {
    metric,
    leftOut,
    rows: own.length,
    groups: groups.length,
    medianError: quantile(absolute, 0.5) ?? 0,
    meanError: absolute.reduce((sum, error) => sum + error, 0) / absolute.length,
    band: ratios(bandOf(own, 0.9)),
    band80: ratios(bandOf(own, 0.8)),
    inside: checks.filter(({ isInside }) => isInside).length / checks.length,
    width:
      quantile(
        checks.map(({ width }) => width),
        0.5,
      ) ?? Number.NaN,
  };
}
