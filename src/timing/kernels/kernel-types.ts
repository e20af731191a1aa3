/** The kernels that are told apart, and how timings of them are written down. */
import type { DecodeKernel } from "./decode-kernel.ts";
import type { ExchangeKernel } from "./exchange-kernel.ts";
import type { ExpertKernel } from "./expert-kernel.ts";
import type { MatmulKernel } from "./matmul-kernel.ts";
import type { PrefillKernel } from "./prefill-kernel.ts";

/** Formats that kernels are told apart by: 16 bits, 8 bits with one scale a tensor, 8 bits with scales of blocks of 128. */
export type KernelFormat = "wide" | "fp8" | "fp8Block";

/** Every kernel there is, and what its constants are. Decode attention is told apart by the format of the KV cache. */
export interface KernelConstants {
  "matmul.wide": MatmulKernel;
  "matmul.fp8": MatmulKernel;
  "matmul.fp8Block": MatmulKernel;
  prefill: PrefillKernel;
  "decode.wide": DecodeKernel;
  "decode.narrow": DecodeKernel;
  "experts.wide": ExpertKernel;
  "experts.fp8": ExpertKernel;
  "experts.fp8Block": ExpertKernel;
  /** The engine's own all-reduce, recorded in a graph or called from the host. */
  allReduce: ExchangeKernel;
  eagerAllReduce: ExchangeKernel;
  "nccl.all-reduce": ExchangeKernel;
  "nccl.all-gather": ExchangeKernel;
  "nccl.reduce-scatter": ExchangeKernel;
  "nccl.all-to-all": ExchangeKernel;
}

/** Name of a kernel. */
export type KernelSlot = keyof KernelConstants;

/** Constants of a kernel with the rows they were fitted on; 90 % of measured / predicted lie from `low` to `high`. */
export interface FittedKernel<Slot extends KernelSlot = KernelSlot> {
  rows: number;
  low: number;
  high: number;
  constants: KernelConstants[Slot];
}

/** Timings of one library on one chip. */
export interface MeasuredKernels {
  /** `vllm`, `trtllm`, `nccl`. */
  family: string;
  /** Catalog chip that was timed. */
  chip: string;
  title: string;
  kernels: { readonly [Slot in KernelSlot]?: FittedKernel<Slot> };
}

/** Whether a constant counts query heads, which is how the kernel is built: neither fitted nor averaged over chips. */
export function countsHeads(constant: string): boolean {
  return /Heads/.test(constant);
}
