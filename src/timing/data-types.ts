/** Number formats in which weights, KV cache and activations are stored, and what the chip computes them in. */
import type { DataType, RankDevice } from "../hardware/chip.ts";

/** Bytes per element of each storage format. 4-bit formats count half a byte; their scales are left out. */
export const storageBytes = { fp32: 4, bf16: 2, fp16: 2, fp8: 1, int8: 1, int4: 0.5, fp4: 0.5 } as const;

/** A storage format. */
export type StorageType = keyof typeof storageBytes;

/** Names of the storage formats, for schemas. */
export const storageTypes = Object.keys(storageBytes) as [StorageType, ...StorageType[]];

/** Whether weights of `weightBytes` an element are widened on the way into matmuls that run in `compute`. */
export function widensWeights(weightBytes: number, compute: DataType): boolean {
  return weightBytes < (compute === "fp8" || compute === "int8" ? 1 : 2);
}

/**
 * What matmuls run in when weights are stored as `weights`: in fp8 where the chip has it, and in a 16-bit type otherwise,
 * because weights of 8 and 4 bits are widened on the way in (weight-only quantisation).
 */
export function computeType(weights: StorageType, device: RankDevice): DataType {
  const { peaks } = device;
  if (weights === "fp32") return "fp32";
  if (weights === "fp8" && peaks.fp8 !== undefined) return "fp8";
  if (weights === "fp16" && peaks.fp16 !== undefined) return "fp16";
  if (peaks.bf16 !== undefined) return "bf16";
  return peaks.fp16 !== undefined ? "fp16" : "fp32";
}
