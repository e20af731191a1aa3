/**
 * Collectives among the GPUs of one instance, by the measured kernels: the engine's own all-reduce up to the size for which it
 * keeps buffers, NCCL beyond and for everything else.
 *
 * Kernels were timed over NVLink. Over PCIe NCCL's own table of latencies (`tuning.cc`) has a ring's step at 1.0 in place of
 * .6 us and that of its simple protocol at 5.7 in place of 3.4, and engines leave all-reduces of more than two ranks to NCCL.
 * Where the switch can add, all-reduces of large buffers pass it once (NVLink SHARP): the start of NCCL's kernel, and then the
 * bytes at what links reach. Serving is priced without, as its constants were fitted.
 */
import type { Chip } from "../hardware/chip.ts";
import type { ScaleUpTopology } from "../hardware/instance.ts";
import {
  type CollectiveKind,
  collectiveKinds,
  type ExchangeKernel,
  exchangeKernelNs,
  startOf,
} from "./kernels/exchange-kernel.ts";
import { kernelFor } from "./kernels/kernel-library.ts";

/** GPUs of one instance and how they are linked. */
export interface LinkedGpus {
  chip: Chip;
  scaleUp: ScaleUpTopology;
}

/** A collective over a whole buffer of `bytes` among `ranks` of them. */
export interface KernelExchange {
  kind: CollectiveKind;
  bytes: number;
  ranks: number;
}

/** Largest buffer that engines reduce themselves (vLLM's custom all-reduce). */
const ownBytesMax = 8 * 2 ** 20;
/** Latencies of a ring over PCIe, of those over NVLink. */
const pcieSteps = 1 / 0.6;
const pcieHandshake = 5.7 / 3.4;
/** Of the links' bandwidth, where a switch adds: 430 to 460 GB/s of 450 on H100 and H200, beside 428. */
const switchEfficiency = 0.95;

/** Time of `exchange` by the kernels of the serving engine `family`, ns. */
export function kernelExchangeNs(exchange: KernelExchange, family: string, gpus: LinkedGpus): number {
  const ncclNs = exchangeKernelNs(exchange, linkBandwidth(gpus), ncclKernel(exchange, gpus));
  const isOwn = exchange.kind === "all-reduce" && exchange.bytes <= ownBytesMax;
  if (!isOwn || (isPcie(gpus) && exchange.ranks > 2)) return ncclNs;
  const own = kernelFor("allReduce", family, gpus.chip).constants;
  return Math.min(ncclNs, exchangeKernelNs(exchange, linkBandwidth(gpus), own));
}

/**
 * Time of a collective by NCCL alone, as nccl-tests has it, ns. Undefined where its kernels were not timed: among more ranks than
 * the GPUs of `instance`, other chips, other links, other operations.
 */
export function ncclInsideNs(
  { operation, bytes, ranks }: { operation: string; bytes: number; ranks: number },
  instance: LinkedGpus & { chips: number },
): number | undefined {
  const kind = collectiveKinds.find((each) => each === operation);
  const isLinked = instance.scaleUp.kind === "switch" || isPcie(instance);
  if (kind === undefined || !isLinked || instance.chip.kind !== "gpu" || ranks > instance.chips) return;
  return ncclExchangeNs({ kind, bytes, ranks }, instance);
}

function ncclExchangeNs(exchange: KernelExchange, gpus: LinkedGpus): number {
  const kernel = ncclKernel(exchange, gpus);
  const bandwidth = linkBandwidth(gpus);
  const ringNs = exchangeKernelNs(exchange, bandwidth, kernel);
  const { kind, bytes, ranks } = exchange;
  const adds = gpus.scaleUp.kind === "switch" && gpus.scaleUp.reduces === true;
  if (!adds || kind !== "all-reduce" || ranks < 3) return ringNs;
  const carried = (2 * bytes * (ranks - 1)) / ranks;
  const startNs = startOf(exchange, kernel) + kernel.handshakeNs;
  return Math.min(ringNs, startNs + carried / (bandwidth * switchEfficiency));
}

function ncclKernel({ kind }: KernelExchange, gpus: LinkedGpus): ExchangeKernel {
  const kernel = kernelFor(`nccl.${kind}`, "nccl", gpus.chip).constants;
  if (!isPcie(gpus)) return kernel;
  const { stepNs, handshakeNs } = kernel;
  return { ...kernel, stepNs: pcieSteps * stepNs, handshakeNs: pcieHandshake * handshakeNs };
}

function isPcie({ scaleUp }: LinkedGpus): boolean {
  return scaleUp.kind === "pcie";
}

/** Of one chip's links in one direction, bytes/ns: the instance says what a switch or PCIe gives, else the chip. */
function linkBandwidth({ chip, scaleUp }: LinkedGpus): number {
  if (scaleUp.kind === "switch" || scaleUp.kind === "pcie") return scaleUp.chipBandwidth;
  return chip.scaleUp?.bandwidth ?? chip.hostBandwidth;
}
