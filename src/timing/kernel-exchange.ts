/**
 * Collectives among GPUs that share one switch, by the measured kernels: the engine's own all-reduce up to the size for
 * which it keeps buffers, NCCL beyond and for everything else.
 */
import type { Chip } from "../hardware/chip.ts";
import { type CollectiveKind, exchangeKernelNs } from "./kernels/exchange-kernel.ts";
import { kernelFor } from "./kernels/kernel-library.ts";

/** Largest buffer that engines reduce themselves (vLLM's custom all-reduce). */
const ownBytesMax = 8 * 2 ** 20;

/** Time of `kind` over a whole buffer of `bytes` among `ranks` GPUs of `chip`, ns. */
export function kernelExchangeNs(
  exchange: { kind: CollectiveKind; bytes: number; ranks: number },
  family: string,
  chip: Chip,
): number {
  const linkBandwidth = chip.scaleUp?.bandwidth ?? chip.hostBandwidth;
  const nccl = kernelFor(`nccl.${exchange.kind}`, "nccl", chip).constants;
  const ncclNs = exchangeKernelNs(exchange, linkBandwidth, nccl);
  if (exchange.kind !== "all-reduce" || exchange.bytes > ownBytesMax) return ncclNs;
  const own = kernelFor("allReduce", family, chip).constants;
  return Math.min(ncclNs, exchangeKernelNs(exchange, linkBandwidth, own));
}
