/**
 * What groups left out show. For every profile, every row that asks for it, and every group of rows (a fifth of them, a model,
 * a chip, a source): the profile's fitted constants are fitted again on the other groups, and the group is predicted by those.
 * The refit is one Gauss-Newton step from the shipped constants, on logarithms of errors e and constants c:
 *
 *     minimise  sum over rows w (e + J d)^2 / 0.1^2 + sum over constants (d / 0.5)^2,    w = min(1, 0.15 / |e|)
 *
 * after which the left-out rows are predicted anew through the whole code, not by the derivative J.
 */

import { group } from "d3-array";
import { Matrix, solve } from "ml-matrix";
import { elementAt } from "../base/element-at.ts";
import { findModel } from "../models/find-model.ts";
import { type ConstantName, constantDefinitions } from "../timing/constants.ts";
import { type Coverage, type Grouping, groupings, isRateColumn } from "../timing/evidence.ts";
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
export interface LeftOutError {
  metric: string;
  group: string;
  log: number;
  /** The same by the shipped constants, which saw the row. */
  shipped: number;
}

/** What rows that ask for a profile cover, and their errors by what was left out. */
export interface ProfileErrors {
  covers: Coverage;
  byGrouping: ReadonlyMap<Grouping, readonly LeftOutError[]>;
}

const folds = 5;
const rowError = 0.1;
const outlier = 0.15;
const priorSpread = 0.5;
const moveMax = 0.7;
const difference = 0.05;

/** Errors of `files` by profile; `only` some where named. */
export function leftOutErrors(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
  onProgress?: (profile: string) => void,
  only?: readonly string[],
): Map<string, ProfileErrors> {
  const points = group(pointsOf(files, catalog, only), ({ profile }) => profile.aliasOf ?? profile.name);
  return new Map(
    [...points].map(([name, own]) => {
      onProgress?.(name);
      const covers = coverageOf(own.map(({ row }) => rowSituation(row, catalog)));
      return [name, { covers, byGrouping: errorsOf(elementAt(own, 0).profile, own, catalog) }];
    }),
  );
}

function pointsOf(files: readonly MeasurementFile[], catalog: ValidationCatalog, only?: readonly string[]) {
  return files.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row, line): (Point & { profile: SoftwareProfile })[] => {
      const asked = kind.profileName(row);
      if (asked === null || only?.includes(asked) === false) return [];
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
    return moved.map((error, index) => (elementAt(errors, index) - error) / difference);
  });
  return new Map(
    groupings.flatMap((grouping) => {
      const groups = group(points.keys(), (index) => elementAt(points, index).groups[grouping]);
      if (groups.size < 2) return [];
      const left = [...groups].flatMap(([name, members]) => {
        const inside = new Set(members);
        const others = [...points.keys()].filter((index) => !inside.has(index));
        const moves = refit(errors, slopes, others);
        const own = members.map((index) => elementAt(points, index));
        const again = at(movedConstants(profile, names, moves), own);
        return own.map(({ metric }, index) => {
          const sign = isRateColumn(metric) ? 1 : -1;
          const shipped = sign * elementAt(errors, elementAt(members, index));
          return { metric, group: name, log: sign * elementAt(again, index), shipped };
        });
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
    return typeof found === "string"
      ? Number.NaN
      : Math.log(elementAt(found.predictions, index).predicted / measured);
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
    const error = elementAt(errors, row);
    const weight = Math.min(1, outlier / Math.abs(error)) / rowError ** 2;
    slopes.forEach((slope, a) => {
      const own = weight * elementAt(slope, row);
      descent.set(a, 0, descent.get(a, 0) - own * error);
      slopes.forEach((other, b) => {
        normal.set(a, b, normal.get(a, b) + own * elementAt(other, row));
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
    return Math.min(most, profile.constants[name] * Math.exp(elementAt(moves, index)));
  });
  return withConstants(profile, names, values);
}
