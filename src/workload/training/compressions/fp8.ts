/** Gradients in 8 bits with a scale: half of what is sent in 16, one pass to convert and one to restore. */
import { defineCompression, gradientBytes } from "./compression.ts";

export const fp8 = defineCompression({
  name: "fp8",
  help: "gradients in 8 bits",
  options: {},
  create: () => ({
    compress: ({ parameters }) => ({
      bytes: parameters,
      flops: 2 * parameters,
      memoryBytes: 2 * (gradientBytes + 1) * parameters,
    }),
  }),
});
