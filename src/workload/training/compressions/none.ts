/** Gradients as they are, in 16 bits. */
import { defineCompression, gradientBytes } from "./compression.ts";

export const none = defineCompression({
  name: "none",
  help: "gradients in 16 bits",
  options: {},
  create: () => ({
    compress: ({ parameters }) => ({ bytes: gradientBytes * parameters, flops: 0, memoryBytes: 0 }),
  }),
});
