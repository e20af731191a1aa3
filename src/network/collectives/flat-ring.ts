/**
 * Rings through all ranks of all instances, blind to the levels, as Trn1 does for large messages and NCCL for all-gathers:
 * inside an instance a ring follows a cycle of neighbours; there are as many rings as chips in the cycle, each of which crosses
 * to the next instance at another chip, so that all network cards work. Every other ring is the one before it the other way
 * round; where a switch joins the chips, whose links have no neighbours to spare, all go one way.
 *
 *     ring r:   chip r, r+1, ... r-1 of instance 0, chip r, ... r-1 of instance 1, ... and back
 */
import { type CollectiveOperation, defineCollective, groupSize } from "./collective-plan.ts";
import { gridCycle } from "./hamiltonian-cycles.ts";
import { ringPass } from "./ring-steps.ts";

/** How often it goes round; undefined for operations that are no ring passes. */
function passesOf(operation: CollectiveOperation): number | undefined {
  return { "all-reduce": 2, "all-gather": 1, "reduce-scatter": 1 }[operation as string];
}

export const flatRing = defineCollective({
  name: "flat-ring",
  help: "rings through all ranks of all instances, each crossing at another chip (Trn1, large messages; NCCL)",
  options: {},
  create: () => ({
    leastHops: (operation, group) => (passesOf(operation) ?? 0) * (groupSize(group) - 1),
    plan(operation, { dimensions }) {
      const passes = passesOf(operation);
      const wired = dimensions.findIndex(({ shape }) => shape !== "all");
      // Chips that all reach all, on a switch, stand in any order.
      const first = Math.max(0, wired);
      const last = wired < 0 ? 0 : dimensions.findLastIndex(({ shape }) => shape !== "all");
      if (passes === undefined || last === dimensions.length - 1) return undefined;
      const product = (from: number, to?: number) =>
        dimensions.slice(from, to).reduce((total, { size }) => total * size, 1);
      const perChip = product(0, first);
      const chips = product(first, last + 1);
      const cycle =
        wired < 0
          ? Array.from({ length: chips }, (_, chip) => chip)
          : gridCycle(dimensions.slice(first, last + 1).map(({ size }) => size));
      if (cycle === undefined) return undefined;
      const members = product(0);
      const isOneWay = wired < 0;
      const tracks = cycle.map((_, turn) => {
        const isBack = !isOneWay && turn % 2 === 1;
        // Backwards a ring leaves an instance at its first chip and not at its last: each has a card of its own to send.
        const start = isBack ? turn - 1 : turn;
        const ranks: number[] = [];
        for (let base = 0; base < members; base += perChip * chips) {
          for (let step = 0; step < chips; step++) {
            const chip = cycle[(start + step) % chips]!;
            for (let core = 0; core < perChip; core++) ranks.push(base + chip * perChip + core);
          }
        }
        const pass = ringPass([ranks], 1 / cycle.length, isBack ? -1 : 1);
        return { phases: Array.from({ length: passes }, () => pass) };
      });
      return { tracks };
    },
  }),
});
