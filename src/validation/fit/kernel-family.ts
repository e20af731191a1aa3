/** Whose kernel a row timed, and what such kernels are like before any constant is fitted. */
import { elementAt } from "../../base/element-at.ts";
import { assert } from "../../base/errors.ts";
import type { Row } from "../rows/row.ts";
import { kernelPriors } from "./fit-kernels.ts";
import type { AnyKernel } from "./kernel-cases.ts";

/** `vllm 0.24.0` is of the family `vllm`. */
export function kernelFamily(row: Row): string {
  return elementAt((row.text("library") ?? "vllm").toLowerCase().split(/[\s@-]/), 0);
}

/** Where the fit of a kernel starts: its prior with what is known of the library's kernels on the chip. */
export function defaultsOf(slot: string, family: string, chip: string): AnyKernel {
  const prior = kernelPriors[slot];
  assert(prior !== undefined, () => `no prior of ${slot}`);
  const isHopperLike = /^(g?[hb][1-3]00|h20)/.test(chip);
  if (slot === "prefill") return { ...prior, packsHeads: family === "vllm" && isHopperLike } as AnyKernel;
  if (slot.startsWith("decode")) {
    const flash2 = isHopperLike ? {} : { splitsUngrouped: false, groupedBatchNs: 5000 };
    return { ...prior, ...flash2, sharedHeadsMax: family === "trtllm" ? 32 : null } as AnyKernel;
  }
  if (slot === "matmul.fp8Block" && family === "vllm") return { ...prior, hostNs: 90e3 } as AnyKernel;
  return prior;
}
