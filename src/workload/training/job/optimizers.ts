/** Optimizers: the state they keep for each parameter, and what a step moves through memory. */

interface OptimizerDefinition {
  /** Bytes a parameter beside weights and gradients. */
  stateBytes: number;
  /** Times the gradient and the weight pass through memory beside the state: norms of layers take one pass more. */
  passes: number;
}

/** Optimizers by name. */
export const optimizers = {
  /** fp32 master weights and two moments (Loshchilov and Hutter 2019). */
  adamw: { stateBytes: 12, passes: 1 },
  /** fp32 master weights and two moments in bf16. */
  "adamw-bf16": { stateBytes: 8, passes: 1 },
  /** As AdamW, with a norm for each layer (You et al. 2020). */
  lamb: { stateBytes: 12, passes: 2 },
  /** fp32 master weights and momentum. */
  sgd: { stateBytes: 8, passes: 1 },
  /** fp32 master weights and two moments in 8 bits (Dettmers et al. 2022). */
  "adamw-8bit": { stateBytes: 6, passes: 1 },
} as const satisfies Record<string, OptimizerDefinition>;

/** Name of an optimizer. */
export type Optimizer = keyof typeof optimizers;

/** Bytes that a step moves for each parameter whose state a rank holds `stateShare` of: read and written. */
export function stepBytes(optimizer: Optimizer, stateShare: number): number {
  const { stateBytes, passes } = optimizers[optimizer];
  return 6 * passes + 2 * stateBytes * stateShare;
}
