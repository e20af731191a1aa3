/**
 * Fits every kernel that a file of timings speaks of: rows grouped by library, chip and kernel, each group by itself. What
 * the kernels are like, as their sources have it, stands before the fit:
 *
 * - vLLM's FlashAttention 3 on Hopper packs the query heads of a KV head into row blocks; FlashAttention 2 does not;
 * - FlashAttention 2 does not split contexts where every query head has its own KV head, and pays for batches of grouped heads;
 * - TensorRT-LLM reads keys and values once a query head where more than 32 share one;
 * - vLLM prepares 8-bit matmuls with block scales on the host.
 */
import { median, quantile } from "d3-array";
import type { ValidationCatalog } from "../measurement-kind.ts";
import { readRows } from "../rows/read-rows.ts";
import { UnpredictableRow } from "../rows/row.ts";
import type { MeasurementFile } from "../validate.ts";
import { crossValidated, fitKernel, type KernelPoint } from "./fit-kernels.ts";
import { type AnyKernel, kernelCase } from "./kernel-cases.ts";
import { defaultsOf, kernelFamily } from "./kernel-family.ts";

/** One kernel of one library on one chip, fitted. */
export interface KernelFit {
  family: string;
  chip: string;
  slot: string;
  rows: number;
  constants: AnyKernel;
  /** Of rows predicted by constants fitted on the other four fifths: median absolute error, and 5 to 95 % of measured / predicted. */
  median_ape: number;
  low: number;
  high: number;
}

interface Group {
  family: string;
  chip: string;
  slot: string;
  points: KernelPoint[];
}

/** Fits the kernels of `file`; rows of no kernel are left out. */
export function calibrateKernels(file: MeasurementFile, catalog: ValidationCatalog): KernelFit[] {
  const groups = new Map<string, Group>();
  for (const row of readRows(file).rows) {
    try {
      const call = kernelCase(row, catalog.instances);
      const family = kernelFamily(row);
      const chip = call.device.chip.name;
      const key = `${family} ${chip} ${call.slot}`;
      const group = groups.get(key) ?? { family, chip, slot: call.slot, points: [] };
      groups.set(key, group);
      group.points.push({ call, measuredNs: row.need("time_us") * 1e3 });
    } catch (error) {
      if (!(error instanceof UnpredictableRow)) throw error;
    }
  }
  return [...groups.values()].map(fitGroup);
}

function fitGroup({ family, chip, slot, points }: Group): KernelFit {
  const prior = defaultsOf(slot, family, chip);
  const errors = crossValidated(points, prior);
  const percentile = (share: number) => Math.exp(-(quantile(errors, 1 - share) ?? 0));
  return {
    family,
    chip,
    slot,
    rows: points.length,
    constants: fitKernel(points, prior),
    median_ape: median(errors, (error) => Math.abs(Math.exp(error) - 1)) ?? 0,
    low: percentile(0.05),
    high: percentile(0.95),
  };
}
