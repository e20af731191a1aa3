/**
 * Rings along two edge-disjoint Hamiltonian cycles, both ways round: four rings that together use every link of a 4x4 torus
 * in both directions, as KangaRing of the Neuron runtime does.
 *
 *     all-reduce of S on n chips with four links of B each: 2 (n - 1) / n x S / (4 B)
 */
import { defineCollective } from "./collective-plan.ts";
import { cyclePlan, cycleSizes } from "./cycle-plan.ts";
import { disjointCycles } from "./hamiltonian-cycles.ts";

export const multiRing = defineCollective({
  name: "multi-ring",
  help: "rings along edge-disjoint Hamiltonian cycles of a torus, both directions (the KangaRing idea)",
  options: {},
  create: () => ({
    plan(operation, group) {
      const torus = group.dimensions.every(({ shape }) => shape !== "chain");
      const cycles = torus ? disjointCycles(cycleSizes(group) ?? []) : [];
      return cycles.length > 1 ? cyclePlan(operation, group, cycles) : undefined;
    },
  }),
});
