/**
 * Evidence from errors of groups left out: scores, bands, and whether bands made without a group hold its rows. Bands of a
 * stack come from its own errors and those of other stacks (`error-shape.ts`).
 */

import { group, quantile } from "d3-array";
import { columnFamilies, familyOf, isRateColumn } from "../../timing/column-family.ts";
import { type ErrorSpread, widthAt } from "../../timing/error-spread.ts";
import { type Evidence, groupings, type LeftOut, type Residuals } from "../../timing/evidence.ts";
import { anyStack } from "../../timing/evidence-table.ts";
import {
  fewGroups,
  type GroupedError,
  type OtherStacks,
  otherStacks,
  ownBand,
  stackBand,
} from "./error-shape.ts";
import type { LeftOutError, ProfileErrors } from "./left-out.ts";
import { slopeOf, spreadOf } from "./spread-of-errors.ts";

/** Evidence for every profile of `errors`, and for all stacks together. */
export function evidenceFrom(errors: ReadonlyMap<string, ProfileErrors>): Map<string, Evidence> {
  /** Errors of each stack but `but` in columns of the family of `metric`. */
  const stacks = (level: LeftOut, metric: string, but?: string) =>
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
        // Which way one stack is off from another nothing but these rows tells.
        level === "software"
          ? residualsOf(metric, level, own, undefined, 0)
          : residualsFrom(metric, level, own, stacks(askedOf(level), metric, name)),
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
      return all.length === 0
        ? []
        : [residualsOf(metric, level, all, undefined, slopeOf(stacks(level, metric)))];
    }),
  );
  return evidence.set(anyStack, { residuals: any });
}

/** What is asked of other stacks: few have more than one source, so sources left out are told by models left out. */
function askedOf(level: LeftOut): LeftOut {
  return level === "source" ? "model" : level;
}

/** `errors` as they would be at the middle of the load that they were measured under. */
function levelled(errors: readonly GroupedError[], spread: ErrorSpread | undefined): readonly GroupedError[] {
  if (spread === undefined) return errors;
  return errors.map((error) =>
    error.x === undefined ? error : { ...error, log: error.log / widthAt(spread, error.x) },
  );
}

/** Scores and bands of `own` errors of one column beside those of other stacks, which also tell how errors go with the load. */
function residualsFrom(
  metric: string,
  leftOut: LeftOut,
  own: readonly LeftOutError[],
  stacks: readonly (readonly GroupedError[])[],
): Residuals {
  const slope = slopeOf(stacks);
  const others = otherStacks(stacks.map((errors) => levelled(errors, spreadOf(errors, slope))));
  return residualsOf(metric, leftOut, own, others, slope);
}

/** Scores and bands of `own` errors, with what `others` say beside them. */
function residualsOf(
  metric: string,
  leftOut: LeftOut,
  own: readonly LeftOutError[],
  others: OtherStacks | undefined,
  slope: number,
): Residuals {
  const sign = isRateColumn(metric) ? -1 : 1;
  const absolute = own.map(({ log }) => Math.abs(Math.exp(-sign * log) - 1));
  const spread = spreadOf(own, slope);
  const alike = levelled(own, spread);
  const bandOf = (errors: readonly GroupedError[], share: number) =>
    others === undefined
      ? ownBand(errors, share, leftOut === "software" ? fewGroups : 1)
      : stackBand(errors, others, share);
  const groups = [...group(alike, (error) => error.group)];
  const checks = groups.flatMap(([name, members]) => {
    const [least, most] = bandOf(
      alike.filter((error) => error.group !== name),
      0.9,
    );
    return members.map(({ log, x }) => ({
      isInside: log >= least && log <= most,
      width: Math.exp((most - least) * (spread && x !== undefined ? widthAt(spread, x) : 1)),
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
    band: ratios(bandOf(alike, 0.9)),
    band80: ratios(bandOf(alike, 0.8)),
    inside: checks.filter(({ isInside }) => isInside).length / checks.length,
    width:
      quantile(
        checks.map(({ width }) => width),
        0.5,
      ) ?? Number.NaN,
    spread,
  };
}
