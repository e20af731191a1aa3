/**
 * What groups left out show. For every profile, every row that asks for it, and every group of rows (a fifth of them, a model,
 * a chip, a source): the profile's fitted constants are fitted again on the other groups, and the group is predicted by those.
 * The refit is one Gauss-Newton step from the shipped constants, on logarithms of errors e and constants c:
 *
 *     minimise  sum over rows w (e + J d)^2 / 0.1^2 + sum over constants (d / 0.5)^2,    w = min(1, 0.15 / |e|)
 *
 * after which the left-out rows are predicted anew through the whole code, not by the derivative J.
 *
 * A band is the span from the 5th to the 95th percentile of the left-out errors. Rows weigh 1 / sqrt(rows of their group),
 * between counting rows and counting groups. Few groups are few surprises, so errors of all stacks count beside a profile's
 * own, with the weight of `pooledWeight` rows, and percentiles of n groups are taken 1 + 1/n times as far out.
 */

import { group, quantile } from "d3-array";
import { Matrix, solve } from "ml-matrix";
import { findModel } from "../models/find-model.ts";
import { type ConstantName, constantDefinitions } from "../timing/constants.ts";
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
import type { SoftwareProfile } from "../timing/software-profile.ts";
import { coverageOf } from "./coverage.ts";
import { withConstants } from "./fit-constants.ts";
import type { MeasurementKind, ValidationCatalog } from "./measurement-kind.ts";
import type { Row } from "./row.ts";
import { rowSituation } from "./row-situation.ts";
import { type MeasurementFile, measuredRows, predictRow, rowGroups } from "./validate.ts";

/** A measured value and the groups it may be left out with. */
interface Point {
  row: Row;
  kind: MeasurementKind;
  index: number;
  metric: string;
  measured: number;
  groups: Readonly<Record<Grouping, string>>;
}

/** Error of a point whose group was left out: ln of measured / predicted time, so that a rate's is turned over. */
interface LeftOutError {
  metric: string;
  group: string;
  log: number;
}

const folds = 5;
const rowError = 0.1;
const outlier = 0.15;
const priorSpread = 0.5;
const moveMax = 0.7;
const difference = 0.05;
const pooledWeight = 3;

/** Evidence for every profile that rows of `files` ask for, and for all stacks together. */
export function leftOutEvidence(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
  onProgress?: (profile: string) => void,
): Map<string, Evidence> {
  const points = group(pointsOf(files, catalog), ({ profile }) => profile.aliasOf ?? profile.name);
  const errors = new Map<string, Map<Grouping, LeftOutError[]>>();
  for (const [name, own] of points) {
    onProgress?.(name);
    errors.set(name, errorsOf(own[0].profile, own, catalog));
  }
  const pooled = (level: Grouping, metric: string, but?: string) =>
    [...errors].flatMap(([name, levels]) =>
      name === but
        ? []
        : (levels.get(level) ?? [])
            .filter((error) => familyOf(error.metric) === familyOf(metric))
            .map((error) => ({ ...error, group: `${name} ${error.group}` })),
    );
  const evidence = new Map<string, Evidence>();
  for (const [name, levels] of errors) {
    const residuals = [...levels].flatMap(([level, all]) =>
      [...group(all, ({ metric }) => metric)].map(([metric, own]) =>
        residualsOf(metric, level, own, pooled(level, metric, name)),
      ),
    );
    const situations = (points.get(name) ?? []).map(({ row }) => rowSituation(row, catalog));
    evidence.set(name, { residuals, covers: coverageOf(situations) });
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

function pointsOf(files: readonly MeasurementFile[], catalog: ValidationCatalog) {
  return files.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row, line): (Point & { profile: SoftwareProfile })[] => {
      if (kind.profileName(row) === null) return [];
      const found = predictRow(kind, row, catalog);
      if (typeof found === "string") return [];
      const situation = rowSituation(row, catalog);
      const names = rowGroups(kind, row);
      const model = findModel(catalog.models, names.model)?.name ?? names.model;
      const groups = {
        rows: String(line % folds),
        model,
        chip: situation?.chip ?? names.instance,
        source: names.source,
      };
      return found.predictions.map(({ metric, measured: value }, index) => ({
        row,
        kind,
        index,
        metric,
        measured: value,
        groups,
        profile: found.profile,
      }));
    });
  });
}

/** Errors of `points` by grouping, with each group of it left out of the fit; groupings of one group have none. */
function errorsOf(
  profile: SoftwareProfile,
  points: readonly Point[],
  catalog: ValidationCatalog,
): Map<Grouping, LeftOutError[]> {
  const at = (priced: SoftwareProfile, of: readonly Point[]) => logErrors(priced, of, catalog);
  const errors = at(profile, points);
  const names = (profile.fit?.fitted ?? []).filter((name) => profile.constants[name] > 0);
  const slopes = names.map((name) => {
    const moved = at(movedConstants(profile, [name], [-difference]), points);
    return moved.map((error, index) => (errors[index] - error) / difference);
  });
  return new Map(
    groupings.flatMap((grouping) => {
      const groups = group(points.keys(), (index) => points[index].groups[grouping]);
      if (groups.size < 2) return [];
      const left = [...groups].flatMap(([name, members]) => {
        const inside = new Set(members);
        const others = [...points.keys()].filter((index) => !inside.has(index));
        const moves = refit(errors, slopes, others);
        const own = members.map((index) => points[index]);
        const again = at(movedConstants(profile, names, moves), own);
        return own.map(({ metric }, index) => ({
          metric,
          group: name,
          log: isRateColumn(metric) ? again[index] : -again[index],
        }));
      });
      return [[grouping, left.filter(({ log }) => Number.isFinite(log))] as const];
    }),
  );
}

/** ln of predicted / measured of `points` under `profile`; rows are predicted once for all their metrics. */
function logErrors(profile: SoftwareProfile, points: readonly Point[], catalog: ValidationCatalog): number[] {
  const byRow = new Map<Row, ReturnType<typeof predictRow>>();
  return points.map(({ row, kind, index, measured }) => {
    const found = byRow.get(row) ?? predictRow(kind, row, catalog, profile);
    byRow.set(row, found);
    return typeof found === "string" ? Number.NaN : Math.log(found.predictions[index].predicted / measured);
  });
}

/** Steps of the constants' logarithms that fit the rows `others` best. */
function refit(
  errors: readonly number[],
  slopes: readonly (readonly number[])[],
  others: readonly number[],
): number[] {
  if (slopes.length === 0) return [];
  const known = others.filter(
    (row) => Number.isFinite(errors[row]) && slopes.every((s) => Number.isFinite(s[row])),
  );
  const normal = Matrix.zeros(slopes.length, slopes.length);
  const descent = Matrix.zeros(slopes.length, 1);
  for (const row of known) {
    const weight = Math.min(1, outlier / Math.abs(errors[row])) / rowError ** 2;
    slopes.forEach((slope, a) => {
      descent.set(a, 0, descent.get(a, 0) - weight * slope[row] * errors[row]);
      slopes.forEach((other, b) => {
        normal.set(a, b, normal.get(a, b) + weight * slope[row] * other[row]);
      });
    });
  }
  for (let index = 0; index < slopes.length; index++) {
    normal.set(index, index, normal.get(index, index) + 1 / priorSpread ** 2);
  }
  return solve(normal, descent)
    .to1DArray()
    .map((move) => Math.max(-moveMax, Math.min(moveMax, move)));
}

/** `profile` with `names` times e to the `moves`, efficiencies and fractions below 1. */
function movedConstants(
  profile: SoftwareProfile,
  names: readonly ConstantName[],
  moves: readonly number[],
): SoftwareProfile {
  const values = names.map((name, index) => {
    const { kind } = constantDefinitions[name];
    const most = kind === "efficiency" || kind === "fraction" ? 1 : Number.POSITIVE_INFINITY;
    return Math.min(most, profile.constants[name] * Math.exp(moves[index]));
  });
  return withConstants(profile, names, values);
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
