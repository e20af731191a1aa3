/**
 * Collectives among the GPUs of one instance, as a library plays them over switched links. NCCL's rings have two protocols:
 *
 *     low latency = start + steps x step + bytes a link carries / (bandwidth x efficiency x low)
 *     simple      = start + steps x step + handshake + bytes / (bandwidth x efficiency)
 *
 * and the faster is taken (smoothly). Engines' own all-reduce reads the buffers of its peers directly, at once or in two
 * shots: the same two lines, with every rank's whole buffer moved in the first and no ring steps.
 */
import { power } from "../../base/power.ts";

/** Collectives that a library has kernels for. */
export const collectiveKinds = ["all-reduce", "all-gather", "reduce-scatter", "all-to-all"] as const;

export type CollectiveKind = (typeof collectiveKinds)[number];

/** Constants of one operation of a library. */
export interface ExchangeKernel {
  startNs: number;
  /** For each step of a ring, or for each rank that is read. */
  stepNs: number;
  /** Of the bandwidth of a chip's links, per direction. */
  bandwidthEfficiency: number;
  /** Bandwidth of the low-latency protocol, or of one shot, relative to that. */
  low: number;
  handshakeNs: number;
  /** Bandwidth between two ranks, relative to more. */
  two: number;
  /** Peers are read directly. */
  direct: boolean;
}

/** How smoothly the faster protocol is taken: a power mean. */
const sharpness = 6;

/** What `exchange` takes before any byte, ns. */
export function startOf({ kind, ranks }: { kind: CollectiveKind; ranks: number }, kernel: ExchangeKernel) {
  const rounds = kind === "all-reduce" ? 2 : 1;
  return kernel.startNs + (kernel.direct ? ranks : rounds * (ranks - 1)) * kernel.stepNs;
}

/** Time of `kind` over a buffer of `bytes` (whole) among `ranks` ranks whose links carry `linkBandwidth` bytes/ns each. */
export function exchangeKernelNs(
  exchange: { kind: CollectiveKind; bytes: number; ranks: number },
  linkBandwidth: number,
  kernel: ExchangeKernel,
): number {
  const { kind, bytes, ranks } = exchange;
  if (ranks < 2) return 0;
  const rounds = kind === "all-reduce" ? 2 : 1;
  const bandwidth = linkBandwidth * kernel.bandwidthEfficiency * (ranks === 2 ? kernel.two : 1);
  const carried = (rounds * bytes * (ranks - 1)) / ranks;
  const atOnce = kernel.direct ? bytes * (ranks - 1) : carried;
  const baseNs = startOf(exchange, kernel);
  const lowNs = baseNs + atOnce / (bandwidth * kernel.low);
  const simpleNs = baseNs + kernel.handshakeNs + carried / bandwidth;
  return power(power(lowNs, -sharpness) + power(simpleNs, -sharpness), -1 / sharpness);
}
