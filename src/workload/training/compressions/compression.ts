/** Compression of gradients: what is sent in place of them, and what that takes to compute. */
import type { FamilyContract } from "../../../base/contract.ts";
import { definePlugin } from "../../../base/plugin.ts";

/** The gradients of a rank. */
export interface Gradients {
  /** Weight matrices: `rows` x `columns`, `count` of them. */
  matrices: readonly { rows: number; columns: number; count: number }[];
  /** Parameters in all, matrices and the rest. */
  parameters: number;
}

/** What compression comes to. */
export interface Compressed {
  /** Bytes that are exchanged. */
  bytes: number;
  /** FLOPs of compressing and restoring. */
  flops: number;
  /** Bytes of gradients that pass through memory on the way. */
  memoryBytes: number;
}

/** A way to compress. */
export interface Compression {
  compress(gradients: Gradients): Compressed;
}

/** What is sent and computed are amounts, and no more is sent than without compression. */
export const compressionContract: FamilyContract<Compression> = {
  family: "compression",
  guard(compression, contract) {
    contract.functions(compression, ["compress"]);
    return {
      compress(gradients) {
        const compressed = contract.call("compress", () => compression.compress(gradients));
        for (const key of ["bytes", "flops", "memoryBytes"] as const) {
          contract.atLeast(compressed?.[key], key, 0);
        }
        return compressed;
      },
    };
  },
};

/** Types a compression plug-in. */
export const defineCompression = definePlugin<Compression>();

/** Bytes of a gradient that is sent as it is. */
export const gradientBytes = 2;
