/**
 * What groups left out show. For every profile, every row that asks for it, and every group of rows (a fifth of them, a model,
 * a chip, a source): the profile's fitted constants are fitted again on the other groups, and the group is predicted by those.
 * The refit is one Gauss-Newton step from the shipped constants, on logarithms of errors e and constants c:
 *
 *     minimise  sum over rows w (e + J d)^2 / 0.1^2 + sum over constants (d / s)^2,    w = min(1, 0.15 / |e|)
 *
 * with s = 0.15 for efficiencies, which belong to chip and kernels and are the same whatever the model, and 0.5 for what the
 * software adds,
 * within the constants' limits, after which the left-out rows are predicted anew through the whole code, not by the derivative
 * J. Profiles that share constants are fitted at once; each has the errors of its own rows.
 */

import { group } from "d3-array";
import { Matrix } from "ml-matrix";
import { elementAt } from "../../base/element-at.ts";
import { findModel } from "../../models/find-model.ts";
import { familyOf, isRateColumn } from "../../timing/column-family.ts";
import { type ConstantName, constantDefinitions } from "../../timing/constants.ts";
import type { Coverage } from "../../timing/coverage.ts";
import { spreadFigure } from "../../timing/error-spread.ts";
import { type Grouping, groupings, type LeftOut } from "../../timing/evidence.ts";
import type { SoftwareProfile } from "../../timing/software-profile.ts";
import { withConstants } from "../fit/fit-constants.ts";
import { boundedSolution } from "../fit/least-squares.ts";
import type { MeasurementKind, ValidationCatalog } from "../measurement-kind.ts";
import type { Row } from "../rows/row.ts";
import { rowSituation } from "../rows/row-situation.ts";
import { type MeasurementFile, measuredRows, predictRow, rowGroups } from "../validate.ts";
import { coverageOf } from "./coverage.ts";
import type { GroupedError } from "./error-shape.ts";

/** A measured value and the groups it may be left out with. */
interface Point {
  row: Row;
  kind: MeasurementKind;
  index: number;
  metric: string;
  measured: number;
  groups: Readonly<Record<Grouping, string>>;
  profile: SoftwareProfile;
  /** What errors of the column go with. */
  x: number | undefined;
}

/** A constant that the profiles `of` share. */
interface Shared {
  name: ConstantName;
  of: ReadonlySet<SoftwareProfile>;
}

/** Error of a point whose group was left out: ln of measured / predicted time, so that a rate's is turned over. */
export interface LeftOutError extends GroupedError {
  metric: string;
}

/** What rows that ask for a profile cover, and their errors by what was left out. */
export interface ProfileErrors {
  covers: Coverage;
  byGrouping: ReadonlyMap<LeftOut, readonly LeftOutError[]>;
}

const folds = 5;
const rowError = 0.1;
const outlier = 0.15;
const priorSpread = { efficiency: 0.15, other: 0.5 };
const moveMax = 0.7;
const difference = 0.05;

/** Errors of `files` by profile; `only` those fitted with some where named. */
export function leftOutErrors(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
  onProgress?: (profile: string) => void,
  only?: readonly string[],
): Map<string, ProfileErrors> {
  const families = group(pointsOf(files, catalog, only), ({ profile }) => familyName(profile));
  return new Map(
    [...families].flatMap(([family, points]) => {
      onProgress?.(family);
      const byGrouping = errorsOf(points, catalog);
      return [...group(points.keys(), (index) => nameOf(elementAt(points, index).profile))].map(
        ([name, own]): [string, ProfileErrors] => {
          const covers = coverageOf(own.map((index) => rowSituation(elementAt(points, index).row, catalog)));
          const errors = [...byGrouping].map(([grouping, all]) => {
            const found = own.map((index) => elementAt(all, index)).filter(({ log }) => Number.isFinite(log));
            return [grouping, found] as const;
          });
          return [name, { covers, byGrouping: new Map(errors) }];
        },
      );
    }),
  );
}

/** ln of measured / predicted time from `log`, ln of predicted / measured in column `metric`. */
export function timeError(metric: string, log: number): number {
  return isRateColumn(metric) ? log : -log;
}

/** The name under which the errors of a profile are kept. */
export function nameOf({ aliasOf, name }: SoftwareProfile): string {
  return aliasOf ?? name;
}

function familyName(profile: SoftwareProfile): string {
  return profile.fit?.together ?? nameOf(profile);
}

function pointsOf(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
  only?: readonly string[],
): Point[] {
  return files.flatMap((file) => {
    const { kind, measured } = measuredRows(file, false);
    return measured.flatMap((row, line): Point[] => {
      const asked = kind.profileName(row);
      const named = catalog.profiles.find(({ name }) => name === asked);
      if (asked === null || (only && !(named && only.includes(familyName(named))))) return [];
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
        x: spreadFigure(familyOf(metric), situation),
      }));
    });
  });
}

/** Errors of `points` by grouping, with each group of it left out of the fit; groupings of one group have none. */
function errorsOf(points: readonly Point[], catalog: ValidationCatalog): Map<Grouping, LeftOutError[]> {
  const constants = sharedConstants(new Set(points.map(({ profile }) => profile)));
  const still = constants.map(() => 0);
  const at = (moves: readonly number[], of: readonly Point[]) => {
    const moved = new Map<SoftwareProfile, SoftwareProfile>();
    return logErrors(of, catalog, (profile) => {
      const known = moved.get(profile) ?? movedConstants(profile, constants, moves);
      moved.set(profile, known);
      return known;
    });
  };
  const errors = at(still, points);
  const slopes = constants.map((_, index) => {
    const moved = at(still.with(index, -difference), points);
    return moved.map((error, row) => (elementAt(errors, row) - error) / difference);
  });
  const room = constants.map(({ name, of }): [number, number] => {
    const least = Math.max(...[...of].map(({ constants }) => constants[name]));
    return [-moveMax, Math.min(moveMax, isShare(name) ? Math.max(0, -Math.log(least)) : moveMax)];
  });
  const spreads = constants.map(({ name }) =>
    constantDefinitions[name].kind === "efficiency" ? priorSpread.efficiency : priorSpread.other,
  );
  return new Map(
    groupings.flatMap((grouping) => {
      const groups = group(points.keys(), (index) => elementAt(points, index).groups[grouping]);
      if (groups.size < 2) return [];
      const left: LeftOutError[] = new Array(points.length);
      for (const [name, members] of groups) {
        const inside = new Set(members);
        const others = [...points.keys()].filter((index) => !inside.has(index));
        const moves = refit(errors, slopes, others, { room, spreads });
        const again = at(
          moves,
          members.map((index) => elementAt(points, index)),
        );
        members.forEach((row, index) => {
          const { metric, x } = elementAt(points, row);
          left[row] = { metric, group: name, log: timeError(metric, elementAt(again, index)), x };
        });
      }
      return [[grouping, left] as const];
    }),
  );
}

/** Constants that `family` was fitted by: a profile's own, and the others of the one whose constants it has. */
function sharedConstants(family: ReadonlySet<SoftwareProfile>): Shared[] {
  const fittedBy = (profile: SoftwareProfile) =>
    (profile.fit?.fitted ?? []).filter((name) => profile.constants[name] > 0);
  return [...family].flatMap((profile) =>
    fittedBy(profile).map((name): Shared => {
      const alike = [...family].filter(
        ({ fit }) => fit?.together === nameOf(profile) && !fit.fitted.includes(name),
      );
      return { name, of: new Set([profile, ...alike]) };
    }),
  );
}

/** ln of predicted / measured of `points` under what `moved` makes of profiles; rows are predicted once for all their metrics. */
function logErrors(
  points: readonly Point[],
  catalog: ValidationCatalog,
  moved: (profile: SoftwareProfile) => SoftwareProfile,
): number[] {
  const byRow = new Map<Row, ReturnType<typeof predictRow>>();
  return points.map(({ row, kind, index, measured, profile }) => {
    const found = byRow.get(row) ?? predictRow(kind, row, catalog, moved(profile));
    byRow.set(row, found);
    return typeof found === "string"
      ? Number.NaN
      : Math.log(elementAt(found.predictions, index).predicted / measured);
  });
}

/** Steps of the constants' logarithms, each within its `room` and held by its spread, that fit the rows `others` best. */
function refit(
  errors: readonly number[],
  slopes: readonly (readonly number[])[],
  others: readonly number[],
  { room, spreads }: { room: readonly (readonly [number, number])[]; spreads: readonly number[] },
): number[] {
  if (slopes.length === 0) return [];
  const known = others.filter(
    (row) => Number.isFinite(errors[row]) && slopes.every((s) => Number.isFinite(s[row])),
  );
  const normal = Matrix.zeros(slopes.length, slopes.length);
  const descent = slopes.map(() => 0);
  for (const row of known) {
    const error = elementAt(errors, row);
    const weight = Math.min(1, outlier / Math.abs(error)) / rowError ** 2;
    slopes.forEach((slope, a) => {
      descent[a] = elementAt(descent, a) - weight * elementAt(slope, row) * error;
      slopes.forEach((other, b) => {
        normal.set(a, b, normal.get(a, b) + weight * elementAt(slope, row) * elementAt(other, row));
      });
    });
  }
  for (let index = 0; index < slopes.length; index++) {
    normal.set(index, index, normal.get(index, index) + 1 / elementAt(spreads, index) ** 2);
  }
  return boundedSolution(normal, descent, room);
}

/** `profile` with those of `constants` that it has times e to the `moves`. */
function movedConstants(
  profile: SoftwareProfile,
  constants: readonly Shared[],
  moves: readonly number[],
): SoftwareProfile {
  const own = constants.flatMap(({ name, of }, index) =>
    of.has(profile) ? [{ name, factor: Math.exp(elementAt(moves, index)) }] : [],
  );
  const values = own.map(({ name, factor }) => {
    const value = profile.constants[name] * factor;
    return isShare(name) ? Math.min(1, value) : value;
  });
  return withConstants(
    profile,
    own.map(({ name }) => name),
    values,
  );
}

/** Efficiencies and fractions, which are 1 at most. */
function isShare(name: ConstantName): boolean {
  const { kind } = constantDefinitions[name];
  return kind === "efficiency" || kind === "fraction";
}
