/**
 * How many steps every algorithm of the list takes, and how much all members send together, in closed form by sides and kind of
 * group; and where it makes no plan. One that nothing is said of fails by being listed.
 */
import { describe, expect, test } from "vitest";
import type { CollectiveOperation, GroupShape } from "../../src/network/collectives/collective-plan.ts";
import { disjointCycles } from "../../src/network/collectives/hamiltonian-cycles.ts";
import { collectives } from "../../src/network/collectives.ts";

const operations: CollectiveOperation[] = [
  "all-reduce",
  "all-gather",
  "reduce-scatter",
  "all-to-all",
  "broadcast",
  "permute",
  "point-to-point",
];

type Side = readonly [size: number, shape: "ring" | "chain" | "all"];

const groups: readonly (readonly Side[])[] = [
  [[6, "ring"]],
  [[8, "ring"]],
  [[5, "chain"]],
  [[2, "all"]],
  [[6, "all"]],
  [[8, "all"]],
  [
    [4, "ring"],
    [4, "ring"],
  ],
  [
    [3, "ring"],
    [6, "ring"],
  ],
  [
    [6, "ring"],
    [3, "ring"],
  ],
  [
    [4, "ring"],
    [12, "ring"],
  ],
  [
    [3, "ring"],
    [5, "ring"],
  ],
  [
    [4, "chain"],
    [4, "ring"],
  ],
  [
    [2, "ring"],
    [4, "ring"],
    [4, "ring"],
  ],
  [
    [4, "all"],
    [3, "all"],
  ],
  [
    [2, "all"],
    [4, "ring"],
    [4, "ring"],
  ],
  [
    [2, "all"],
    [4, "ring"],
    [3, "all"],
  ],
  [
    [4, "ring"],
    [16, "all"],
  ],
];

/** Sides of a group, its members, and what forms are made of. */
interface Sides {
  sides: readonly Side[];
  n: number;
  isReduced: boolean;
}

/** Steps one after the other, and buffers that all members send together; undefined where there is no plan. */
type Form = (
  operation: CollectiveOperation,
  of: Sides,
) => readonly [steps: number, buffers: number] | undefined;

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
const product = (values: readonly number[]) => values.reduce((all, each) => all * each, 1);
const sizes = (sides: readonly Side[]) => sides.map(([size]) => size);
const isPower = (n: number) => Number.isInteger(Math.log2(n));

/** Reduce-scatter and all-gather take so many steps, an all-reduce both; nobody sends more than it must. */
const halves = (operation: CollectiveOperation, steps: number, n: number) => {
  if (operation === "all-reduce") return [2 * steps, 2 * (n - 1)] as const;
  return operation === "all-gather" || operation === "reduce-scatter" ? ([steps, n - 1] as const) : undefined;
};

/** Along each side, one hop a step: one way round, or by the nearer way. */
const oneWay = (size: number) => (size * (size - 1)) / 2;
const nearer = (size: number) => Math.floor((size * size) / 4);
const relayed = ({ sides, n }: Sides, hops: (size: number) => number) =>
  n * sum(sizes(sides).map((size) => hops(size) / size));

/** Whether a walk over neighbours visits all stops of a grid and comes back, without links around its ends. */
const hasCycle = (sides: readonly number[]) => sides.length === 1 || sides.some((size) => size % 2 === 0);
/** The sides behind ranks of one chip, where no other follows. */
const wired = (sides: readonly Side[]) => {
  const first = sides.findIndex(([, shape]) => shape !== "all");
  const rest = sides.slice(first);
  return first < 0 || rest.some(([, shape]) => shape === "all") ? undefined : rest;
};
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
/** Whether the links that one cycle of a torus leaves are a second one. */
const hasTwo = (sides: readonly number[]) => {
  const [short = 0, long = 0] = [...sides].sort((a, b) => a - b);
  return sides.length === 2 && short > 2 && long % short === 0 && gcd(long / short, short - 1) === 1;
};

const forms: { readonly [algorithm: string]: Form } = {
  ring: (operation, of) => {
    const around = sum(sizes(of.sides).map((size) => size - 1));
    if (operation === "all-to-all") return [sum(sizes(of.sides).map(oneWay)), relayed(of, oneWay)];
    if (operation === "broadcast") return [of.n - 1, of.n - 1];
    return halves(operation, around, of.n);
  },
  "ring-bidirectional": (operation, of) => {
    if (operation === "all-to-all")
      return [sum(sizes(of.sides).map((size) => Math.floor(size / 2))), relayed(of, nearer)];
    return halves(operation, sum(sizes(of.sides).map((size) => size - 1)), of.n);
  },
  bucket: (operation, of) =>
    of.sides.some(([, shape]) => shape === "all")
      ? undefined
      : (forms["ring-bidirectional"] as Form)(operation, of),
  "hamiltonian-ring": (operation, { sides, n }) => {
    const rest = wired(sides);
    return rest && hasCycle(sizes(rest)) ? halves(operation, n - 1, n) : undefined;
  },
  "multi-ring": (operation, { sides, n }) => {
    const rest = sides.some(([, shape]) => shape === "chain") ? undefined : wired(sides);
    return rest && hasTwo(sizes(rest)) ? halves(operation, n - 1, n) : undefined;
  },
  "flat-ring": (operation, { sides, n }) => {
    const kinds = sides.map(([, shape]) => shape !== "all");
    const last = Math.max(0, kinds.lastIndexOf(true));
    if (last === sides.length - 1) return undefined;
    const within = kinds.includes(true) ? sizes(sides.slice(kinds.indexOf(true), last + 1)) : [1];
    return hasCycle(within) ? halves(operation, n - 1, n) : undefined;
  },
  mesh: (operation, { sides, n }) => {
    const leads = sides.length > 1 && sides[0]?.[1] === "all";
    return halves(operation, leads ? 2 : 1, n);
  },
  "mesh-one-step": (operation, { n }) => (operation === "all-reduce" ? [1, n * (n - 1)] : undefined),
  "halving-doubling": (operation, { n }) => (isPower(n) ? halves(operation, Math.log2(n), n) : undefined),
  "recursive-doubling": (operation, { n }) => {
    if (!isPower(n)) return undefined;
    if (operation === "all-gather") return [Math.log2(n), n - 1];
    return operation === "all-reduce" ? [Math.log2(n), n * Math.log2(n)] : undefined;
  },
  tree: (operation, { n }) => {
    const levels = Math.ceil(Math.log2(n));
    if (operation === "broadcast") return [levels, n - 1];
    return operation === "all-reduce" ? [2 * levels, 2 * (n - 1)] : undefined;
  },
  hierarchical: (operation, of) => {
    if (of.sides.length < 2) return undefined;
    const directly = ([size, shape]: Side) => shape === "all" && (size <= 8 || !isPower(size));
    if (operation === "all-to-all")
      return [
        sum(of.sides.map(([size, shape]) => (shape === "all" ? 1 : Math.floor(size / 2)))),
        of.n * sum(of.sides.map(([size, shape]) => (shape === "all" ? size - 1 : nearer(size)) / size)),
      ];
    const steps = of.sides.map((side) => {
      const [size, shape] = side;
      if (shape !== "all") return size - 1;
      return directly(side) ? 1 : Math.log2(size);
    });
    return halves(operation, sum(steps), of.n);
  },
  direct: (operation, { n }) => (operation === "all-to-all" ? [1, n - 1] : undefined),
  pairwise: (operation, { n }) => (operation === "all-to-all" ? [n - 1, n - 1] : undefined),
  "instance-rounds": (operation, { sides, n }) =>
    operation === "all-to-all" && sides.length > 1 ? [sides.at(-1)?.[0] as number, n - 1] : undefined,
  permute: (operation, { n }) => (operation === "permute" ? [1, n] : undefined),
  "point-to-point": (operation) => (operation === "point-to-point" ? [1, 1] : undefined),
  "in-network": (operation, { isReduced, n }) =>
    operation === "all-reduce" && isReduced ? [1, n] : undefined,
};

/** Whom a member may differ from: trees, broadcasts and sends between two are not the same for all. */
const isUneven = (algorithm: string, operation: CollectiveOperation) =>
  algorithm === "tree" || operation === "broadcast" || operation === "point-to-point";

describe.each(collectives.map(({ name, plan }) => ({ algorithm: name, plan })))(
  "$algorithm",
  ({ algorithm, plan }) => {
    test("takes the steps and sends the bytes of its closed form, everybody as many, and plans nothing else", () => {
      const form = forms[algorithm] as Form;
      for (const sides of groups)
        for (const isReduced of [false, true])
          for (const operation of operations) {
            const n = product(sizes(sides));
            const dimensions = sides.map(([size, shape]) => ({ size, shape, bandwidth: 1 }));
            const members = Array.from({ length: n }, (_, member) => member);
            const made = plan(operation, { members, dimensions, isReduced } as GroupShape);
            const expected = form(operation, { sides, n, isReduced });
            const on = `${operation} on ${JSON.stringify(sides)}`;
            expect(made !== undefined, on).toBe(expected !== undefined);
            if (made === undefined || expected === undefined) continue;
            const sent = new Float64Array(n);
            const got = new Float64Array(n);
            let steps = 0;
            for (const { phases } of made.tracks) {
              steps = Math.max(steps, sum(phases.flat().map(({ repeat }) => repeat)));
              for (const { transfers, repeat } of phases.flat())
                for (const { source, target, fraction } of transfers) {
                  sent[source]! += fraction * repeat;
                  got[target]! += fraction * repeat;
                }
            }
            expect(steps, on).toBe(expected[0]);
            expect(sum([...sent]), on).toBeCloseTo(expected[1], 9);
            if (isUneven(algorithm, operation)) continue;
            for (const each of [...sent, ...got]) expect(each, on).toBeCloseTo(expected[1] / n, 9);
          }
    });
  },
);

test.each(collectives.map(({ name, everyPair, plan }) => ({ algorithm: name, everyPair, plan })))(
  "$algorithm says whether its members message every other, but for the plain all-to-all that large groups fall back on",
  ({ algorithm, everyPair, plan }) => {
    const n = 32;
    const members = Array.from({ length: n }, (_, member) => member);
    const pairs = [[32], [4, 8]].flatMap((sides) => {
      const dimensions = sides.map((size) => ({ size, shape: "all", bandwidth: 1 }));
      return operations.map((operation) => {
        const made = plan(operation, { members, dimensions, isReduced: true } as unknown as GroupShape);
        const steps = (made?.tracks ?? []).flatMap(({ phases }) => phases.flat());
        const messages = steps.flatMap(({ transfers }) => [...transfers]);
        return new Set(messages.map(({ source, target }) => source * n + target)).size;
      });
    });
    expect(Math.max(...pairs) === n * (n - 1)).toBe(everyPair === true || algorithm === "direct");
  },
);

test("a torus has two cycles that share no link where its sides allow it, whichever is the longer, and each visits all over neighbours", () => {
  for (let a = 2; a <= 9; a++)
    for (let b = 2; b <= 16; b++) {
      const cycles = disjointCycles([a, b]);
      expect(cycles.length, `${a} x ${b}`).toBe(hasTwo([a, b]) ? 2 : hasCycle([a, b]) ? 1 : 0);
      const links = new Set<string>();
      for (const cycle of cycles) {
        expect(new Set(cycle).size).toBe(a * b);
        for (const [index, stop] of cycle.entries()) {
          const next = cycle[(index + 1) % cycle.length] as number;
          const [x, y] = [
            Math.abs((stop % a) - (next % a)),
            Math.abs(Math.floor(stop / a) - Math.floor(next / a)),
          ];
          const hops = Math.min(x, a - x) + Math.min(y, b - y);
          expect(hops, `${stop} to ${next} on ${a} x ${b}`).toBe(1);
          links.add([Math.min(stop, next), Math.max(stop, next)].join("-"));
        }
      }
      expect(links.size).toBe(cycles.length * a * b);
    }
});
