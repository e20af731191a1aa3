/**
 * How errors of stacks go with a figure x of their rows, in all stacks alike but for their own level: the slope b that makes
 * errors of a stack, over x ^ b, most alike. Errors are taken as spread by a Laplace distribution, so that with rows that weigh w
 *
 *     minimise   sum over stacks (W ln (sum of w |e| x ^ -b / W) + b sum of w ln x) + (b / 0.5)^2 / 2,     W = sum of w
 *
 * Rows whose x is not known are left out.
 */
import { group, mean } from "d3-array";
import { elementAt } from "../../base/element-at.ts";
import type { ErrorSpread } from "../../timing/error-spread.ts";
import type { GroupedError } from "./error-shape.ts";

const prior = 0.5;
const slopeMost = 1;
const stepsEach = 50;

/** Rows of a stack whose figure is known, with the weight of each: one over the root of its group's rows. */
function knownOf(errors: readonly GroupedError[]): { size: number; logX: number; weight: number }[] {
  const sizes = group(errors, (error) => error.group);
  return errors.flatMap(({ log, group: name, x }) =>
    x === undefined || log === 0
      ? []
      : [{ size: Math.abs(log), logX: Math.log(x), weight: 1 / Math.sqrt(sizes.get(name)?.length ?? 1) }],
  );
}

/** The slope of `stacks`; 0 where they say nothing of it. */
export function slopeOf(stacks: readonly (readonly GroupedError[])[]): number {
  const known = stacks.map(knownOf).filter((rows) => rows.length > 1);
  const misfit = (slope: number) =>
    known.reduce(
      (sum, rows) => {
        const weight = rows.reduce((all, row) => all + row.weight, 0);
        const scaled = rows.reduce(
          (all, row) => all + row.weight * row.size * Math.exp(-slope * row.logX),
          0,
        );
        const shift = rows.reduce((all, row) => all + row.weight * row.logX, 0);
        return sum + weight * Math.log(scaled / weight) + slope * shift;
      },
      (slope / prior) ** 2 / 2,
    );
  const tried = Array.from(
    { length: 2 * stepsEach + 1 },
    (_, step) => (slopeMost * (step - stepsEach)) / stepsEach,
  );
  return tried.reduce((best, slope) => (misfit(slope) < misfit(best) ? slope : best), 0);
}

/** How `errors` of a stack go with their figure by the `slope` of other stacks; undefined where no row tells its figure. */
export function spreadOf(errors: readonly GroupedError[], slope: number): ErrorSpread | undefined {
  const known = errors.flatMap(({ x }) => x ?? []);
  if (known.length === 0 || slope === 0) return undefined;
  const sorted = [...known].sort((a, b) => a - b);
  const at = Math.exp(mean(known, Math.log) as number);
  return { slope, at, span: [elementAt(sorted, 0), elementAt(sorted, -1)] };
}
