/**
 * PowerSGD (Vogels et al. 2019): each n x m gradient M becomes two factors of rank r by one power iteration, P = M Q,
 * orthogonalised, and Q = M' P, both summed over the ranks in 32 bits: 4 r (n + m) bytes in place of 2 n m. Computing P, Q and
 * P Q' takes 6 n m r FLOPs, orthogonalising 2 n r^2; the gradient passes through memory four times (error feedback too).
 */
import { count } from "../../../base/quantity.ts";
import { defineCompression, gradientBytes } from "./compression.ts";

const factorBytes = 4;
const passes = 4;

export const powerSgd = defineCompression({
  name: "power-sgd",
  help: "gradients as two factors of low rank (PowerSGD)",
  options: {
    rank: count().default(4).meta({ description: "Of the two factors that stand for a gradient." }),
  },
  create: ({ rank }) => ({
    compress({ matrices, parameters }) {
      let bytes = 0;
      let flops = 0;
      let factored = 0;
      for (const { rows, columns, count: matricesAlike } of matrices) {
        const size = rows * columns;
        factored += size * matricesAlike;
        bytes += Math.min(gradientBytes * size, factorBytes * rank * (rows + columns)) * matricesAlike;
        flops += (6 * size * rank + 2 * rows * rank ** 2) * matricesAlike;
      }
      return {
        bytes: bytes + gradientBytes * Math.max(0, parameters - factored),
        flops,
        memoryBytes: passes * gradientBytes * factored,
      };
    },
  }),
});
