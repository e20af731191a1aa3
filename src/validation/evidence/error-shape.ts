/**
 * Bands of a stack from its own errors and from those of other stacks. Stacks differ in how far off they are more than in how
 * their errors are spread about that, so what a stack's few groups cannot tell, its tails, comes from all of them:
 *
 *     s     median |error| of the stack, between counting rows and counting groups: n rows of one group say as much of others
 *           as n / (1 + .3 (n - 1)) do, for errors of a model or chip have .3 of their variance in common
 *     s'    s drawn towards the usual s of other stacks, the more the fewer rows there are: ln s' = w ln s + (1 - w) ln usual,
 *           w = n / (n + 3), n the rows so counted
 *     band  s' times the percentiles of other stacks' errors over their own s', each by what its other groups would have said,
 *           further out by 1 + .25 / groups, for s' of few groups is a guess itself (as Student's distribution is wider), and
 *           drawn towards the stack's own percentiles, the more the more rows there are: n / (n + 20) of these
 */
import { group } from "d3-array";
import { elementAt } from "../../base/element-at.ts";

/** An error of a row that was predicted without its group: ln of measured / predicted time. */
export interface GroupedError {
  group: string;
  log: number;
  /** The figure of the row that errors of its column go with (`timing/error-spread.ts`). */
  x?: number | undefined;
}

/** Errors over the spread of their stack, with weights. */
interface Shape {
  ratio: number;
  weight: number;
}

/** What other stacks say of the errors of one. */
export interface OtherStacks {
  /** Spread that a stack usually has. */
  usual: number;
  shape: readonly Shape[];
}

const drawn = 3;
/** Tails need more rows than medians. */
const drawnTails = 20;
/** Share of the variance of errors that rows of a group have in common: .36 of those of models left out, .26 of chips. */
const common = 0.3;
/**
 * With all three, models left out hold 92.7 % in place of 90.2, and stacks fall short of 90 % by little more than half as much;
 * .5 here is another 6 % wider.
 */
export const fewGroups = 0.25;
/** No stack is taken to be known better than this. */
const leastSpread = 0.005;

/** What `stacks`, the errors of each, say of any other. Undefined where there are none. */
export function otherStacks(stacks: readonly (readonly GroupedError[])[]): OtherStacks | undefined {
  const told = stacks.filter((errors) => errors.length > 0);
  if (told.length === 0) return undefined;
  const weights = told.map((errors) => Math.sqrt(new Set(errors.map((error) => error.group)).size));
  const sum = told.reduce(
    (all, errors, index) => all + elementAt(weights, index) * Math.log(spreadOf(errors)),
    0,
  );
  const usual = Math.exp(sum / weights.reduce((all, weight) => all + weight, 0));
  const shape = told.flatMap((errors) =>
    [...group(errors, (error) => error.group)].flatMap(([name, members]) => {
      const spread = drawnSpread(
        errors.filter((error) => error.group !== name),
        usual,
      );
      return members.map(({ log }) => ({ ratio: log / spread, weight: weightIn(members.length) }));
    }),
  );
  return { usual, shape: shape.sort((a, b) => a.ratio - b.ratio) };
}

/** The middle `share` of errors of a stack with `own`, no error at all among them. */
export function stackBand(
  own: readonly GroupedError[],
  { usual, shape }: OtherStacks,
  share: number,
): [number, number] {
  const spread = drawnSpread(own, usual);
  const tail = (1 - share) / 2;
  const count = countOf(own);
  const part = count / (count + drawnTails);
  const ends = ownBand(own, share);
  const further = 1 + fewGroups / Math.max(1, groupSizes(own).size);
  const end = (percentile: number, ownEnd: number) =>
    part * ownEnd + (1 - part) * further * spread * weightedAt(shape, percentile);
  return [Math.min(0, end(tail, ends[0])), Math.max(0, end(1 - tail, ends[1]))];
}

/** The middle `share` of `errors` themselves, further out by `further` / groups: by 1 where there is nobody else to ask. */
export function ownBand(errors: readonly GroupedError[], share: number, further = 1): [number, number] {
  const sizes = groupSizes(errors);
  const sorted = errors
    .map(({ group: name, log }) => ({ ratio: log, weight: weightIn(sizes.get(name) ?? 1) }))
    .sort((a, b) => a.ratio - b.ratio);
  if (sorted.length === 0) return [0, 0];
  const tail = (1 - share) / 2;
  const factor = 1 + further / sizes.size;
  return [Math.min(0, factor * weightedAt(sorted, tail)), Math.max(0, factor * weightedAt(sorted, 1 - tail))];
}

/** Rows of `errors`, by what each of a group of so many says of other groups. */
function countOf(errors: readonly GroupedError[]): number {
  return [...groupSizes(errors).values()].reduce((sum, size) => sum + size * weightIn(size), 0);
}

/** What a row says of other groups, one of `size` in its own. */
function weightIn(size: number): number {
  return 1 / (1 + common * (size - 1));
}

function groupSizes(errors: readonly GroupedError[]): Map<string, number> {
  return new Map([...group(errors, (error) => error.group)].map(([name, all]) => [name, all.length]));
}

/** Weighted median of the sizes of `errors`. */
function spreadOf(errors: readonly GroupedError[]): number {
  const sizes = groupSizes(errors);
  const sorted = errors
    .map(({ group: name, log }) => ({
      ratio: Math.abs(log),
      weight: weightIn(sizes.get(name) ?? 1),
    }))
    .sort((a, b) => a.ratio - b.ratio);
  return Math.max(leastSpread, weightedAt(sorted, 0.5));
}

function drawnSpread(errors: readonly GroupedError[], usual: number): number {
  if (errors.length === 0) return usual;
  const count = countOf(errors);
  const own = count / (count + drawn);
  return Math.exp(own * Math.log(spreadOf(errors)) + (1 - own) * Math.log(usual));
}

/** The value below which `part` of the weight of `sorted` lies. */
function weightedAt(sorted: readonly Shape[], part: number): number {
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const found = sorted.find(({ weight }) => {
    sum += weight;
    return sum >= part * total;
  });
  return (found ?? elementAt(sorted, -1)).ratio;
}
