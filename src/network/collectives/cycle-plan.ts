/**
 * Rings along given cycles, both ways round each, an equal share of the buffer on every ring. Leading dimensions of shape
 * `all` (ranks of one chip) are visited member by member at each stop of the cycle.
 */
import type { CollectiveOperation, CollectivePlan, GroupShape } from "./collective-plan.ts";
import type { Cycle } from "./hamiltonian-cycles.ts";
import { directions, ringPass } from "./ring-steps.ts";

/** The dimensions that cycles run through, after the leading `all` ones; undefined where others follow. */
export function cycleSizes(group: GroupShape): number[] | undefined {
  const { dimensions } = group;
  const inner = dimensions.findIndex(({ shape }) => shape !== "all");
  const outer = dimensions.slice(inner);
  return inner < 0 || outer.some(({ shape }) => shape === "all") ? undefined : outer.map(({ size }) => size);
}

/** Rings along `cycles` side by side; undefined for operations that are no ring passes. */
export function cyclePlan(
  operation: CollectiveOperation,
  group: GroupShape,
  cycles: readonly Cycle[],
): CollectivePlan | undefined {
  const passes = { "all-reduce": 2, "all-gather": 1, "reduce-scatter": 1 }[operation as string];
  if (passes === undefined || cycles.length === 0) return undefined;
  const members = group.dimensions.reduce((product, { size }) => product * size, 1);
  const perStop = members / cycles[0]!.length;
  const tracks = cycles.flatMap((cycle) => {
    const line = cycle.flatMap((stop) =>
      Array.from({ length: perStop }, (_, inner) => stop * perStop + inner),
    );
    return directions.map((direction) => {
      const pass = ringPass([line], 1 / (2 * cycles.length), direction);
      return { phases: Array.from({ length: passes }, () => pass) };
    });
  });
  return { tracks };
}
