/**
 * 1-bit Adam and 1-bit LAMB (Tang et al. 2021) after their warm-up: the sign of each momentum with a scale, one bit a
 * parameter, with error feedback: the gradient and the error pass through memory, both ways.
 */
import { defineCompression, gradientBytes } from "./compression.ts";

export const oneBit = defineCompression({
  name: "one-bit",
  help: "signs with a scale (1-bit Adam, 1-bit LAMB, after their warm-up)",
  options: {},
  create: () => ({
    compress: ({ parameters }) => ({
      bytes: parameters / 8,
      flops: 4 * parameters,
      memoryBytes: 4 * gradientBytes * parameters,
    }),
  }),
});
