/**
 * The points of a sweep: a grid of all axes, where zipped axes move together and count as one; or a Latin hypercube, which
 * draws `samples` points so that each axis is covered evenly: every one of `samples` equal slices of an axis is hit once.
 */

import { type Problem, ScenarioError } from "../../base/errors.ts";
import { power } from "../../base/power.ts";
import type { Random } from "../../base/random.ts";
import type { Override } from "../../scenario/override.ts";
import { type Axis, withUnit } from "./axis.ts";

/** What a sweep varies. */
export interface SweepAxes {
  axes: readonly Axis[];
  /** Axes of the same length that move together. */
  zipped: readonly Axis[];
}

/** Every combination, the last axis moving fastest. Throws a `ScenarioError` when zipped axes differ in length. */
export function gridPoints({ axes, zipped }: SweepAxes): Override[][] {
  return movesOf({ axes, zipped }).reduce<Override[][]>(
    (points, moves) => points.flatMap((point) => moves.map((move) => [...point, ...move])),
    [[]],
  );
}

/** `samples` points of a Latin hypercube. */
export function latinHypercube(sweep: SweepAxes, samples: number, random: Random): Override[][] {
  const columns = [
    ...sweep.axes.map((axis) => sampledColumn(axis, samples, random)),
    ...(sweep.zipped.length > 0
      ? [column(movesOf({ axes: [], zipped: sweep.zipped })[0] as Override[][], samples, random)]
      : []),
  ];
  return Array.from({ length: samples }, (_, index) => columns.flatMap((each) => each[index] as Override[]));
}

/** The moves of each axis, zipped ones as one axis. */
function movesOf({ axes, zipped }: SweepAxes): Override[][][] {
  const moves = axes.map(({ path, values }) => values.map((value): Override[] => [{ path, value }]));
  const [first] = zipped;
  if (first === undefined) return moves;
  const problems = zipped
    .filter(({ values }) => values.length !== first.values.length)
    .map(
      ({ path, values }): Problem => ({
        path: `--zip ${path.join(".")}`,
        found: `${values.length} values`,
        expected: `${first.values.length}, as many as ${first.path.join(".")}`,
      }),
    );
  if (problems.length > 0) throw new ScenarioError(problems);
  const together = first.values.map((_, index) =>
    zipped.map(({ path, values }): Override => ({ path, value: values[index] })),
  );
  return [...moves, together];
}

function sampledColumn({ path, values, span }: Axis, samples: number, random: Random): Override[][] {
  if (span === undefined)
    return column(
      values.map((value) => [{ path, value }]),
      samples,
      random,
    );
  const { low, high, unit, whole, logarithmic } = span;
  return shuffled(samples, random).map((slice) => {
    const at = (slice + random()) / samples;
    const value = logarithmic ? low * power(high / low, at) : low + (high - low) * at;
    return [{ path, value: withUnit(whole ? Math.round(value) : Number(value.toPrecision(6)), unit) }];
  });
}

/** Moves of a list, each as often as any other, to within one. */
function column(moves: Override[][], samples: number, random: Random): Override[][] {
  return shuffled(samples, random).map((slice) => moves[slice % moves.length] as Override[]);
}

/** The numbers from 0 to `count` - 1 in random order (Fisher-Yates). */
function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}
