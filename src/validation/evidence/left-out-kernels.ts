/**
 * What timings of single kernels show of chips that were never timed: each call predicted by what the constants of other chips
 * make of its own chip's datasheet, and by what is taken of such kernels before anything is timed, the datasheet alone.
 */
import { group, mean, median } from "d3-array";
import { untimedKernel } from "../../timing/kernels/kernel-library.ts";
import { kernelPrior } from "../../timing/kernels/kernel-priors.ts";
import { type AnyKernel, type KernelCase, kernelCase } from "../fit/kernel-cases.ts";
import { kernelFamily } from "../fit/kernel-family.ts";
import { operators } from "../kinds/operators.ts";
import type { ValidationCatalog } from "../measurement-kind.ts";
import { readRows } from "../rows/read-rows.ts";
import { UnpredictableRow } from "../rows/row.ts";
import type { MeasurementFile } from "../validate.ts";

/** Errors of one kind of kernel on chips that its constants know nothing of; absolute errors, fractions. */
export interface LeftOutKernel {
  /** `matmul.wide`. */
  slot: string;
  rows: number;
  chips: number;
  /** By what other chips' constants make of it. */
  otherChips: { median: number; mean: number };
  /** By the datasheet alone. */
  datasheet: { median: number; mean: number };
}

interface Call {
  slot: string;
  chip: string;
  otherChips: number;
  datasheet: number;
}

/** Errors of the kernels in `files`, by kernel; files of other kinds have none. */
export function leftOutKernels(
  files: readonly MeasurementFile[],
  catalog: ValidationCatalog,
): LeftOutKernel[] {
  const calls = files.flatMap((file) => callsOf(file, catalog));
  return [...group(calls, ({ slot }) => slot)].map(([slot, own]) => {
    return {
      slot,
      rows: own.length,
      chips: new Set(own.map(({ chip }) => chip)).size,
      otherChips: scores(own.map(({ otherChips }) => otherChips)),
      datasheet: scores(own.map(({ datasheet }) => datasheet)),
    };
  });
}

function callsOf(file: MeasurementFile, { instances }: ValidationCatalog): Call[] {
  const { columns, rows } = readRows(file);
  if (!operators.recognises(columns, rows)) return [];
  return rows.flatMap((row): Call[] => {
    try {
      const call = kernelCase(row, instances);
      const family = kernelFamily(row);
      const { chip } = call.device;
      const measuredNs = row.need("time_us") * 1e3;
      const errorOf = (constants: AnyKernel) => Math.abs(timeOf(call, constants) / measuredNs - 1);
      const others = untimedKernel(call.slot, family, chip);
      return [
        {
          slot: call.slot,
          chip: chip.name,
          otherChips: errorOf(others),
          datasheet: errorOf(kernelPrior(call.slot, family, chip.name)),
        },
      ];
    } catch (error) {
      if (error instanceof UnpredictableRow) return [];
      throw error;
    }
  });
}

function timeOf(call: KernelCase, constants: AnyKernel): number {
  return Math.max(call.timeNs(constants), call.floorNs);
}

function scores(errors: readonly number[]): { median: number; mean: number } {
  return { median: median(errors) ?? Number.NaN, mean: mean(errors) ?? Number.NaN };
}
