/** Number formats in which weights, KV cache and activations are stored, and what the chip computes them in. */
import type { DataType, RankDevice } from "../hardware/chip.ts";
import { type StorageType, storageBytes, storageTypes } from "../models/weight-format.ts";

export { type StorageType, storageBytes, storageTypes };

/** Whether weights of `weightBytes` an element are widened on the way into matmuls that run in `compute`. */
export function widensWeights(weightBytes: number, compute: DataType): boolean {
  return weightBytes < (compute === "fp4" ? 0.5 : compute === "fp8" || compute === "int8" ? 1 : 2);
}

/**
 * What matmuls run in when weights are stored as `weights`: in fp8 where the chip has it, in int8 where it has that and
 * activations are int8 too, and in a 16-bit type otherwise, because weights of 8 and 4 bits are then widened on the way in
 * (weight-only quantisation).
 */
export function computeType(weights: StorageType, device: RankDevice, activations?: StorageType): DataType {
  const { peaks } = device;
  if (weights === "int8" && activations === "int8" && peaks.int8 !== undefined) return "int8";
  if (weights === "tf32" && peaks.tf32 !== undefined) return "tf32";
  if (weights === "fp32" || weights === "tf32") return "fp32";
  const isFp8 = weights === "fp8" || weights === "fp8-block" || weights === "mxfp8";
  if (isFp8 && peaks.fp8 !== undefined) return "fp8";
  const isFp4 = weights === "mxfp4" || weights === "nvfp4";
  if (isFp4 && peaks.fp4 !== undefined) return "fp4";
  if (weights === "fp16" && peaks.fp16 !== undefined) return "fp16";
  if (peaks.bf16 !== undefined) return "bf16";
  return peaks.fp16 !== undefined ? "fp16" : "fp32";
}
