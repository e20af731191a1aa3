/** Recursive doubling: in step k partners across bit k exchange all they have. log2(n) steps; least latency for small sizes. */
import { defineCollective, groupSize, type Step } from "./collective-plan.ts";
import { linesAlong } from "./grid-lines.ts";
import { exchangeAcross, isPowerOfTwo } from "./halving-steps.ts";

export const recursiveDoubling = defineCollective({
  name: "recursive-doubling",
  help: "all-reduce with the whole buffer, all-gather with what is held, in log2(n) exchanges",
  options: {},
  create: () => ({
    plan(operation, group) {
      if (operation !== "all-reduce" && operation !== "all-gather") return undefined;
      if (!group.dimensions.every(({ size }) => isPowerOfTwo(size))) return undefined;
      const members = groupSize(group);
      const steps: Step[] = [];
      for (const [index, { size, shape }] of group.dimensions.entries()) {
        for (let bit = 0; bit < Math.log2(size); bit++) {
          const fraction = operation === "all-reduce" ? 1 : 2 ** steps.length / members;
          steps.push(exchangeAcross(linesAlong(group.dimensions, index), shape, bit, fraction));
        }
      }
      return { tracks: [{ phases: [steps] }] };
    },
  }),
});
