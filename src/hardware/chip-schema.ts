/**
 * A chip as it is written, in catalog files and in scenarios alike: quantities as text with a unit, flat where the
 * datasheet is flat.
 *
 *     memoryBandwidth: "2.9 TB/s"         whole chip
 *     peaks: { bf16: "667 TFLOPS" }       whole chip, dense
 *     tensor: { peaks: { bf16: "79 TFLOPS" } }   one physical core
 *     scaleUpBandwidth: "640 GB/s"        all links of the chip, one direction
 *
 * Every key may be left out here, because a scenario may start from a catalog chip; `deriveChip` says what is missing.
 */
import { z } from "zod";
import { count, fraction } from "../base/quantity.ts";
import { plainQuantities, type Quantities, relativeQuantities } from "./multiple.ts";

/** Keys of a written chip, whose quantities are read by `of`. */
function chipShapeOf<Value>(of: Quantities<Value>) {
  const rate = () => of.compute({ positive: true });
  const peaks = z
    .strictObject({
      fp32: rate(),
      tf32: rate(),
      bf16: rate(),
      fp16: rate(),
      fp8: rate(),
      fp4: rate(),
      int8: rate(),
    })
    .partial();
  const lanes = z
    .strictObject({ clock: of.frequency({ positive: true }), lanes: count(), peak: rate() })
    .partial()
    .describe("a SIMD engine of one physical core");
  return z
    .strictObject({
      name: z.string(),
      title: z.string(),
      vendor: z.string(),
      kind: z.enum(["neuron", "gpu", "tpu", "cpu"], { error: "neuron, gpu, tpu or cpu" }),
      coreGeneration: z.string(),
      cores: count(),
      coresPerRank: z
        .array(z.int().positive())
        .min(1)
        .describe("how many cores may form one rank, default last"),
      groupSizes: z
        .array(z.int().positive())
        .min(1)
        .describe("ranks that one server's groups may have, multiples of the last too; any where left out"),
      peaks: peaks.describe("dense peaks of the whole chip"),
      sparsePeaks: peaks.describe("peaks of the whole chip with structured sparsity"),
      sparsePattern: z.string(),
      tensor: z
        .strictObject({
          clock: of.frequency({ positive: true }),
          rows: count(),
          columns: count(),
          peaks,
          sparsePeaks: peaks,
        })
        .partial()
        .describe("the matrix engine of one physical core"),
      vector: lanes,
      scalar: lanes,
      gpsimd: lanes,
      memory: of.size({ positive: true }),
      usableMemory: of.size({ positive: true }),
      memoryBandwidth: of.bandwidth({ positive: true }),
      onChipMemory: of.size(),
      accumulatorMemory: of.size(),
      dma: z
        .strictObject({
          engines: count(),
          bandwidth: of.bandwidth({ positive: true }),
          sustainedBandwidth: of.bandwidth({ positive: true }),
          start: of.time(),
        })
        .partial()
        .describe("data movers; bandwidths are of one engine"),
      collectiveCores: count({}),
      scaleUpName: z.string(),
      scaleUpBandwidth: of.bandwidth({ positive: true }),
      scaleUpLatency: of.time(),
      hostBandwidth: of.bandwidth({ positive: true }),
      power: of.power(),
      idlePowerFraction: fraction(),
    })
    .partial();
}

/** A chip as catalog files have it. */
export const chipShape = chipShapeOf(plainQuantities);
/** A chip as scenarios have it: figures may be multiples of the base's. */
export const chipChangeShape = chipShapeOf(relativeQuantities);

/** A chip as written: texts with units. */
export type WrittenChip = z.input<typeof chipShape>;
/** A written chip whose quantities have become numbers in internal units, or multiples; keys as written. */
export type ChipFields = z.output<typeof chipChangeShape>;

/** Where a written key lands in `Chip`; keys not listed keep their place. */
export const chipPaths: Readonly<Record<string, string>> = {
  "tensor.clock": "tensor.clockPerNs",
  "vector.clock": "vector.clockPerNs",
  "scalar.clock": "scalar.clockPerNs",
  "gpsimd.clock": "gpsimd.clockPerNs",
  memory: "memory.bytes",
  usableMemory: "memory.usableBytes",
  memoryBandwidth: "memory.bandwidth",
  onChipMemory: "onChipBytes",
  accumulatorMemory: "accumulatorBytes",
  "dma.engines": "dma.count",
  "dma.start": "dma.startNs",
  scaleUpName: "scaleUp.name",
  scaleUpBandwidth: "scaleUp.bandwidth",
  scaleUpLatency: "scaleUp.latencyNs",
  power: "powerWatts",
};
