/**
 * Timings of single kernels: what a row of `operators.csv` timed, as a call of the kernel that it stands for.
 *
 * Buffers of collectives are whole ones; a prompt of one token is a decode step where one kernel does both; experts are taken as touched by as many
 * tokens as there are choices, up to all of them, which is how the benchmark deals them out. A row's mixture of experts is
 * both of its matmuls.
 */
import { elementAt } from "../../base/element-at.ts";
import { type RankDevice, rankDevice } from "../../hardware/chip.ts";
import type { Instance } from "../../hardware/instance.ts";
import type { Attention } from "../../models/operators/operator.ts";
import { type DecodeKernel, decodeKernelTime } from "../../timing/kernels/decode-kernel.ts";
import {
  type CollectiveKind,
  type ExchangeKernel,
  exchangeKernelNs,
} from "../../timing/kernels/exchange-kernel.ts";
import { type ExpertKernel, expertKernelTime } from "../../timing/kernels/expert-kernel.ts";
import type { KernelFormat, KernelSlot } from "../../timing/kernels/kernel-types.ts";
import { type KernelTime, type MatmulKernel, matmulKernelTime } from "../../timing/kernels/matmul-kernel.ts";
import { type PrefillKernel, prefillKernelTime } from "../../timing/kernels/prefill-kernel.ts";
import { matmulPeak } from "../../timing/operator-time.ts";
import { type Row, UnpredictableRow } from "../rows/row.ts";
import { rowInstance } from "../rows/row-hardware.ts";
import { kernelFamily } from "./kernel-family.ts";

/** Constants of any kernel. */
export type AnyKernel = MatmulKernel | PrefillKernel | DecodeKernel | ExpertKernel | ExchangeKernel;

/** A call of one kernel. */
export interface KernelCase {
  /** Where the constants of the kernel stand in a library: `matmul.fp8`, `nccl.all-gather`. */
  slot: KernelSlot;
  device: RankDevice;
  /** Time under `constants`, which are those of the slot, ns. */
  timeNs(constants: AnyKernel): number;
  /** What no kernel can be faster than, ns. */
  floorNs: number;
}

const collectiveKinds: Readonly<Record<string, CollectiveKind>> = {
  all_reduce: "all-reduce",
  all_gather: "all-gather",
  reduce_scatter: "reduce-scatter",
  all_to_all: "all-to-all",
};

/** The call that `row` timed. */
export function kernelCase(row: Row, instances: readonly Instance[]): KernelCase {
  const { chip } = rowInstance(row, instances);
  const device = rankDevice(chip, elementAt(chip.coresPerRank, -1));
  const op = row.needText("op");
  switch (op) {
    case "gemm":
      return matmulCase(row, device);
    case "attention_prefill":
      return startsInDecode(row) ? decodeCase(row, device) : prefillCase(row, device);
    case "attention_decode":
      return decodeCase(row, device);
    case "moe":
      return expertCase(row, device);
    default: {
      const kind = collectiveKinds[op];
      if (kind === undefined) throw new UnpredictableRow(`no kernel for "${op}"`);
      return exchangeCase(row, kind, device);
    }
  }
}

/** Sum of a kernel's parts, ns. */
function kernelNs({ computeNs, memoryNs, launchNs }: KernelTime): number {
  return computeNs + memoryNs + launchNs;
}

function formatOf(row: Row): KernelFormat {
  const type = row.text("dtype") ?? "";
  if (/fp8_block/.test(type)) return "fp8Block";
  return /fp8|float8/.test(type) ? "fp8" : "wide";
}

function peakOf(format: KernelFormat, device: RankDevice): number {
  return matmulPeak(device, format === "wide" ? "bf16" : "fp8");
}

function matmulCase(row: Row, device: RankDevice): KernelCase {
  const format = formatOf(row);
  const bytes = format === "wide" ? 2 : 1;
  const [m, n, k] = [row.need("m"), row.need("n"), row.need("k")];
  const peak = peakOf(format, device);
  const shape = { m, n, k, leftBytes: bytes, rightBytes: bytes, resultBytes: 2, peak };
  return {
    slot: `matmul.${format}`,
    device,
    timeNs: (constants) => kernelNs(matmulKernelTime(shape, device, constants as MatmulKernel)),
    // Operands of a repeated call may stand in the cache: only FLOPs bind.
    floorNs: (2 * m * n * k) / peak,
  };
}

function attentionOf(row: Row, queryTokens: number, fromCache: boolean): Attention {
  const window = row.number("window") ?? 0;
  return {
    kind: "attention",
    name: "attention",
    sequences: row.need("batch"),
    queryTokens,
    contextTokens: row.need("context"),
    heads: row.need("heads"),
    kvHeads: row.need("kv_heads"),
    headDim: row.need("head_dim"),
    causal: true,
    fromCache,
    ...(window > 0 ? { window } : {}),
  };
}

/**
 * Whether a prompt runs in the decode kernel: FlashAttention has one kernel for both, which tells them apart by their tokens.
 * TensorRT-LLM runs every prompt in its context kernel, in which one of one token takes a row block of 64 for each query head.
 */
function startsInDecode(row: Row): boolean {
  return row.need("tokens") <= 1 && kernelFamily(row) !== "trtllm";
}

function prefillCase(row: Row, device: RankDevice): KernelCase {
  const op = attentionOf(row, row.need("tokens"), false);
  const peak = peakOf("wide", device);
  const pairs = (op.queryTokens * Math.min(op.queryTokens, op.window ?? op.queryTokens)) / 2;
  return {
    slot: "prefill",
    device,
    timeNs: (constants) => kernelNs(prefillKernelTime(op, device, peak, constants as PrefillKernel)),
    floorNs: (4 * op.sequences * pairs * op.heads * op.headDim) / peak,
  };
}

function decodeCase(row: Row, device: RankDevice): KernelCase {
  const op = attentionOf(row, 1, true);
  const isNarrow = /fp8|float8|int8/.test(row.text("kv_dtype") ?? "");
  const kvBytes = isNarrow ? 1 : 2;
  return {
    slot: `decode.${isNarrow ? "narrow" : "wide"}`,
    device,
    timeNs: (constants) => kernelNs(decodeKernelTime(op, device, kvBytes, constants as DecodeKernel)),
    floorNs: 0,
  };
}

function expertCase(row: Row, device: RankDevice): KernelCase {
  const format = formatOf(row);
  const bytes = format === "wide" ? 2 : 1;
  const [tokens, experts] = [row.need("tokens"), row.need("experts")];
  const [active, hidden] = [row.need("topk"), row.need("hidden")];
  const columns = row.need("ffn") / (row.number("tp") ?? 1);
  const spread = row.number("ep") ?? 1;
  const isGated = !/nongated/.test(row.text("variant") ?? "");
  const choices = (tokens * active) / spread;
  const touched = Math.min(experts / spread, tokens * active);
  const peak = peakOf(format, device);
  const common = { choices, touched, columns, weightBytes: bytes, activationBytes: 2, peak };
  const up = { ...common, k: hidden, n: (isGated ? 2 : 1) * columns };
  const down = { ...common, k: columns, n: hidden };
  return {
    slot: `experts.${format}`,
    device,
    timeNs: (constants) =>
      [up, down].reduce(
        (sum, shape) => sum + kernelNs(expertKernelTime(shape, device, constants as ExpertKernel)),
        0,
      ),
    floorNs: (2 * choices * hidden * columns * (isGated ? 3 : 2)) / peak,
  };
}

function exchangeCase(row: Row, kind: CollectiveKind, device: RankDevice): KernelCase {
  const exchange = { kind, bytes: row.need("message_bytes"), ranks: row.need("ranks") };
  const linkBandwidth = device.chip.scaleUp?.bandwidth ?? device.chip.hostBandwidth;
  const variant = row.text("variant") ?? "";
  const own = /eager/.test(variant) ? "eagerAllReduce" : "allReduce";
  const slot: KernelSlot = /nccl/i.test(variant) ? `nccl.${kind}` : own;
  return {
    slot,
    device,
    timeNs: (constants) => exchangeKernelNs(exchange, linkBandwidth, constants as ExchangeKernel),
    floorNs: 0,
  };
}
