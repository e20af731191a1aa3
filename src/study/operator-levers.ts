/**
 * Levers on single operators: kernels of one's own that are a tenth faster, of the operators that a scenario replaces already
 * and, where all levers are asked for, of the costliest ones. Costliest by their floors, the greater of FLOPs at the chip's peak and weights and keys at its
 * memory bandwidth, among the operators that its kind of workload tells.
 */
import type { Chip } from "../hardware/chip.ts";
import type { Model } from "../models/model.ts";
import { operatorFlops, operatorKvBytes, operatorWeightBytes } from "../models/operators/operator.ts";
import type { OperatorGroup } from "../models/operators/operator-group.ts";
import type { Override } from "../scenario/override.ts";
import { operatorName } from "../timing/operator-name.ts";
import type { OwnKernels } from "../timing/own-kernels.ts";
import type { WrittenOptions } from "../workload/load-traits.ts";
import type { WorkloadKind } from "../workload/workload.ts";
import type { ExplanationDepth, Lever } from "./levers.ts";

/** The work whose operators are levers. */
export interface OperatorWork {
  model: Model;
  chip: Chip;
  kind: WorkloadKind;
  /** Options of the workload. */
  options: WrittenOptions;
}

const costliest = 3;
const bytes = { weights: 2, activations: 2, kvCache: 2 };

/** The levers of `work`, none for workloads whose operators a scenario cannot replace. */
export function operatorLevers(
  { model, chip, kind, options }: OperatorWork,
  depth: ExplanationDepth,
): Lever[] {
  const { operators } = kind;
  if (operators === undefined) return [];
  // A dense network is always written out: the names of its operators are in no list, so that no scenario can replace them.
  if (model.item?.kind === "dense-network") return [];
  const kernels = (options.kernels ?? {}) as OwnKernels;
  const replaced = Object.keys(kernels);
  const names = new Set([
    ...replaced,
    ...(depth === "all" ? byFloor(operators(model, options), chip).slice(0, costliest) : []),
  ]);
  return [...names].map((name) => ({
    name: `kernel ${name}`,
    overrides: (_, factor) => [faster(name, kernels[name], factor)],
  }));
}

/** The kernel `own`, or the priced one where there is none, `factor` times as fast. */
function faster(name: string, own: OwnKernels[string] | undefined, factor: number): Override {
  const value =
    own && "time" in own ? { time: `${own.time / factor} ns` } : { speedup: (own?.speedup ?? 1) * factor };
  return { path: ["workload", "kernels", name], value };
}

/** Names of the operators of `groups`, the one with the greatest floor first. */
function byFloor(groups: readonly OperatorGroup[], { peaks, memory }: Chip): string[] {
  const peak = peaks.bf16 ?? peaks.fp16 ?? peaks.fp32 ?? 1;
  const floors = new Map<string, number>();
  for (const { operators, repeat } of groups) {
    for (const op of operators) {
      const read = operatorWeightBytes(op, bytes) + operatorKvBytes(op, bytes);
      const floor = repeat * Math.max(operatorFlops(op) / peak, read / memory.bandwidth);
      const name = operatorName(op);
      floors.set(name, (floors.get(name) ?? 0) + floor);
    }
  }
  return [...floors].sort(([, a], [, b]) => b - a).map(([name]) => name);
}
