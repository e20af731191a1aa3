/**
 * Kernels of one's own: a scenario replaces the time of an operator, wherever its software runs it.
 *
 *     kernels: { attention-decode: { speedup: 2 }, rotary-embedding: { time: "4 us" } }
 *
 * `speedup` divides all parts of the operator's time; `time` takes their place, for one call on one rank. A time below what
 * FLOPs and bytes allow at the datasheet's peaks is raised to that floor: no kernel is faster than physics.
 */
import { z } from "zod";
import * as quantity from "../base/quantity.ts";
import {
  type Operator,
  operatorFlops,
  operatorKvBytes,
  operatorWeightBytes,
} from "../models/operators/operator.ts";
import { operatorName } from "./operator-name.ts";
import { matmulPeak, type OperatorSetting, type OperatorTime } from "./operator-time.ts";
import { scalarNs } from "./scalar-engine.ts";

/** How one operator is replaced. */
export const ownKernelSchema = z.union(
  [
    z.strictObject({
      speedup: quantity
        .amount({ positive: true })
        .meta({ description: "Times as fast as the profile's, but not beyond physics." }),
    }),
    z.strictObject({
      time: quantity
        .time({ positive: true })
        .meta({ description: "Of one call on one rank, but not beyond physics." }),
    }),
  ],
  { error: '{ speedup: 2 } or { time: "4 us" }' },
);

/** Replacements by operator name. */
export type OwnKernels = Readonly<Record<string, z.output<typeof ownKernelSchema>>>;

/** `written` where any are: that there are none need not be found out for every operator by its name. */
export function anyKernels(written: OwnKernels): OwnKernels | undefined {
  return Object.keys(written).length > 0 ? written : undefined;
}

/** `time` of `op` with the kernel of `own` in its place, where there is one. */
export function withOwnKernel(
  op: Operator,
  time: OperatorTime,
  own: OwnKernels,
  setting: OperatorSetting,
): OperatorTime {
  const kernel = own[operatorName(op)];
  if (kernel === undefined) return time;
  const parts = time.computeNs + time.memoryNs + time.overheadNs;
  if (parts === 0) return time;
  const bound = Math.max(time.computeNs, time.memoryNs) + time.overheadNs;
  const wanted = "speedup" in kernel ? bound / kernel.speedup : kernel.time;
  const share = Math.max(wanted, floorNs(op, setting)) / bound;
  return {
    computeNs: time.computeNs * share,
    memoryNs: time.memoryNs * share,
    overheadNs: time.overheadNs * share,
  };
}

/** Least time of `op`: its FLOPs at the peak, its functions on their engine, or what it reads at the memory's bandwidth. */
function floorNs(op: Operator, { device, precision }: OperatorSetting): number {
  const rate = op.kind === "vector" ? device.vectorPeak : matmulPeak(device, precision.compute);
  const bytes = operatorWeightBytes(op, precision.bytes) + operatorKvBytes(op, precision.bytes);
  return Math.max(operatorFlops(op) / rate, scalarNs(op, device), bytes / device.memoryBandwidth);
}
