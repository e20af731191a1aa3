/**
 * A chip as its datasheet describes it, in internal units: what the timing model, the network and the memory check read.
 * Catalog entries are written with units and sources (`defineChip`); a scenario's own chip passes through the same schema.
 *
 * A *rank* is what a parallel program counts: a logical NeuronCore on Neuron devices (LNC 1 or 2 physical cores on
 * Trainium2 and 3), a whole GPU elsewhere. A rank has an equal share of its chip's compute, memory and bandwidth.
 */
import type { FigureSource } from "../base/figure.ts";

/** Number formats the catalog has rates for. `fp8` stands for cFP8, MXFP8 and E4M3 alike. */
export type DataType = "fp32" | "tf32" | "bf16" | "fp16" | "fp8" | "fp4" | "int8";

/** Dense peak rates in flops/ns by data type; a missing type is not supported by the engine. */
export type Peaks = Readonly<Partial<Record<DataType, number>>>;

/** The systolic matrix engine of one physical core (TensorE), or a GPU's tensor cores taken together. */
export interface TensorEngine {
  clockPerNs?: number;
  /** Rows (contraction) and columns of the array: 128 x 128 on NeuronCore-v2 and later. */
  rows?: number;
  columns?: number;
  /** Peaks of one physical core; the roofline uses these, because a chip's headline peak may add other engines. */
  peaks: Peaks;
  /** Peaks of one core with structured sparsity, flops/ns. */
  sparsePeaks?: Peaks;
}

/** A SIMD engine of one physical core (VectorE, ScalarE, GPSIMD, CUDA cores). */
export interface LaneEngine {
  clockPerNs?: number;
  lanes?: number;
  /** fp32 flops/ns of one core. */
  peak: number;
}

/** On-chip and off-chip data movers. */
export interface DmaEngines {
  count: number;
  /** Theoretical bytes/ns of one engine. */
  bandwidth: number;
  /** What the vendor's guide says one engine sustains, bytes/ns. */
  sustainedBandwidth?: number;
  /** Start of a transfer across engines, ns. */
  startNs?: number;
}

/** Memory of the whole chip. */
export interface DeviceMemory {
  bytes: number;
  /** What is left after ECC and driver; equals `bytes` where nothing is published. */
  usableBytes: number;
  /** Bytes/ns. */
  bandwidth: number;
}

/** Links between chips of one instance or UltraServer. Bandwidths are per direction. */
export interface ScaleUpLinks {
  /** NeuronLink-v2, NVLink4, RoCE ... */
  name: string;
  /** Sum over all links of a chip, one direction, bytes/ns. */
  bandwidth: number;
  /** Time a message needs to reach the neighbour, ns. */
  latencyNs: number;
}

/** A chip in internal units. */
export interface Chip {
  name: string;
  /** Catalog chip that this one was changed from; absent on catalog chips that stand for themselves. */
  derivedFrom?: string | undefined;
  title: string;
  vendor: string;
  kind: "neuron" | "gpu" | "tpu" | "cpu";
  /** Core generation, such as NeuronCore-v3 or Hopper. */
  coreGeneration: string;
  /** Physical cores (NeuronCores; 1 for a GPU, which works as one rank). */
  cores: number;
  /** How many physical cores may form one rank: [1] or [1, 2]. The last is the default. */
  coresPerRank: readonly number[];
  /**
   * How many ranks the chip's runtime lets one server divide a layer over: each of these, and multiples of the last. Any
   * number where absent.
   */
  groupSizes?: readonly number[];
  /** Whole-chip dense peaks as the datasheet prints them, flops/ns. */
  peaks: Peaks;
  /** Whole-chip peaks with structured sparsity, flops/ns, and its pattern ("4:16", "2:4"). */
  sparsePeaks?: Peaks;
  sparsePattern?: string;
  tensor?: TensorEngine;
  vector?: LaneEngine;
  scalar?: LaneEngine;
  gpsimd?: LaneEngine;
  memory: DeviceMemory;
  /** Software-managed (SBUF) or cache (L2) memory of the whole chip, bytes. */
  onChipBytes?: number;
  /** Accumulator memory (PSUM) of the whole chip, bytes. */
  accumulatorBytes?: number;
  dma?: DmaEngines;
  /** Engines that run collectives beside compute (CC-cores). */
  collectiveCores?: number;
  scaleUp?: ScaleUpLinks;
  /** Host link of one chip, bytes/ns per direction. */
  hostBandwidth: number;
  /** Board power at full load. */
  powerWatts: number;
  /** Power when idle as a fraction of `powerWatts`. */
  idlePowerFraction: number;
  /** Where each figure comes from, by its dotted path in this object: "memory.bandwidth". */
  sources: Readonly<Record<string, FigureSource>>;
}

/** One rank's share of its chip, in internal units: what operator timing needs. */
export interface RankDevice {
  chip: Chip;
  /** Physical cores in this rank. */
  cores: number;
  /** Dense matmul peaks of the rank, flops/ns (tensor engine x cores, else the chip's share). */
  peaks: Peaks;
  /** Matmul peaks of the rank with structured sparsity, flops/ns; empty where the chip has none. */
  sparsePeaks: Peaks;
  /** fp32 flops/ns of the rank's vector work. */
  vectorPeak: number;
  memoryBytes: number;
  usableMemoryBytes: number;
  /** Bytes/ns. */
  memoryBandwidth: number;
}

/** Whether the runtime of `chip` lets one server divide a layer over `ranks`. */
export function takesGroupOf({ groupSizes }: Chip, ranks: number): boolean {
  if (groupSizes === undefined || groupSizes.includes(ranks)) return true;
  return ranks % (groupSizes.at(-1) as number) === 0;
}

/** Ranks on a chip when `coresPerRank` physical cores form one. */
export function ranksPerChip(chip: Pick<Chip, "cores">, coresPerRank: number): number {
  return chip.cores / coresPerRank;
}

/** One rank's equal share of `chip`: a Trainium (820 GB/s, 2 cores) gives each of its 2 ranks 410 GB/s and 16 GiB. */
export function rankDevice(chip: Chip, coresPerRank: number): RankDevice {
  const share = coresPerRank / chip.cores;
  const rankPeaks = (whole: Peaks, perCore: Peaks = {}): Peaks =>
    Object.fromEntries(
      (Object.entries(whole) as [DataType, number][]).map(([type, peak]) => [
        type,
        (perCore[type] ?? peak / chip.cores) * coresPerRank,
      ]),
    );
  const vectorPeak = (chip.vector?.peak ?? (chip.peaks.fp32 ?? 0) / chip.cores) * coresPerRank;
  return {
    chip,
    cores: coresPerRank,
    peaks: rankPeaks(chip.peaks, chip.tensor?.peaks),
    sparsePeaks: rankPeaks(chip.sparsePeaks ?? {}, chip.tensor?.sparsePeaks),
    vectorPeak,
    memoryBytes: chip.memory.bytes * share,
    usableMemoryBytes: chip.memory.usableBytes * share,
    memoryBandwidth: chip.memory.bandwidth * share,
  };
}
