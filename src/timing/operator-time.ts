/**
 * How long one operator takes on one rank: `max(compute, memory)`.
 *
 *     compute = FLOPs / (peak x efficiency)        memory = sum of bytes / (bandwidth x efficiency)
 *
 * Efficiencies come from the software profile and are at most 1, so the time is never below FLOPs / peak or
 * bytes / bandwidth.
 */
import type { DataType, RankDevice } from "../hardware/chip.ts";
import {
  type ElementBytes,
  type Operator,
  operatorActivationBytes,
  operatorFlops,
  operatorKvBytes,
  operatorWeightBytes,
} from "../models/operator.ts";
import type { ProfileConstants } from "./software-profile.ts";

/** What the numbers of a model are stored in and computed in. */
export interface Precision {
  /** Data type of matmuls. */
  compute: DataType;
  bytes: ElementBytes;
}

/** Time an operator needs of the compute engines and of the memory, ns; it takes the longer of the two. */
export interface OperatorTime {
  computeNs: number;
  memoryNs: number;
}

/** Time of `op` on `device`. Throws when the device has no rate for the precision. */
export function operatorTime(
  op: Operator,
  device: RankDevice,
  precision: Precision,
  constants: ProfileConstants,
): OperatorTime {
  const flops = operatorFlops(op);
  const { bytes } = precision;
  const memoryNs =
    (operatorWeightBytes(op, bytes) / constants.weightBandwidthEfficiency +
      operatorKvBytes(op, bytes) / constants.kvBandwidthEfficiency +
      operatorActivationBytes(op, bytes) / constants.activationBandwidthEfficiency) /
    device.memoryBandwidth;
  if (op.kind === "vector") {
    return { computeNs: flops / (device.vectorPeak * constants.vectorEfficiency), memoryNs };
  }
  const efficiency = op.kind === "attention" ? constants.attentionEfficiency : constants.matmulEfficiency;
  return { computeNs: flops / (matmulPeak(device, precision.compute) * efficiency), memoryNs };
}

/** Peak matmul rate of `device` in `type`, flops/ns; fp16 and bf16 stand in for each other, and for a missing 8-bit rate. */
export function matmulPeak(device: RankDevice, type: DataType): number {
  const { peaks } = device;
  const peak = peaks[type] ?? peaks.bf16 ?? peaks.fp16 ?? peaks.fp32;
  if (peak === undefined) throw new Error(`${device.chip.name} has no matmul rate`);
  return peak;
}
