/**
 * Recursive halving and doubling (RDH in the Neuron runtime): reduce-scatter with partners across each bit, halving what is
 * sent, and all-gather backwards. 2 log2(n) steps and the bytes of a ring. Sizes along each dimension are powers of two.
 */
import { defineCollective } from "./collective-plan.ts";
import { dimensionPhases } from "./dimension-phases.ts";
import { directExchange } from "./direct-steps.ts";
import { doubling, halving, isPowerOfTwo } from "./halving-steps.ts";

export const halvingDoubling = defineCollective({
  name: "halving-doubling",
  help: "recursive halving and doubling (RDH): log2(n) steps each way, sizes a power of two",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (operation === "all-to-all") return undefined;
      if (!group.dimensions.every(({ size }) => isPowerOfTwo(size))) return undefined;
      const shape = (index: number) => group.dimensions[index]!.shape;
      const phases = dimensionPhases(operation, group, {
        reduceScatter: (lines, share, index) => halving(lines, shape(index), share),
        allGather: (lines, share, index) => doubling(lines, shape(index), share),
        allToAll: directExchange,
      });
      return phases && { tracks: [{ phases }] };
    },
  }),
});
