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
import { lazy } from "../base/lazy.ts";
import { count, fraction } from "../base/quantity.ts";
import { plainQuantities, type Quantities, relativeQuantities } from "./multiple.ts";

/** Keys of a written chip, whose quantities are read by `of`. */
function chipShapeOf<Value>(of: Quantities<Value>) {
  const rate = () => of.compute({ positive: true });
  const peaks = z
    .strictObject({
      fp32: rate().meta({
        description: "Of matmuls in fp32; also of work that is no matmul, where there is no vector engine.",
      }),
      tf32: rate().meta({ description: "Of matmuls in tf32." }),
      bf16: rate().meta({ description: "Of matmuls in bf16." }),
      fp16: rate().meta({ description: "Of matmuls in fp16." }),
      fp8: rate().meta({ description: "Of matmuls in fp8." }),
      fp4: rate().meta({ description: "Of matmuls in fp4." }),
      int8: rate().meta({ description: "Of matmuls in int8, operations for FLOPS." }),
    })
    .partial();
  const lanes = z
    .strictObject({
      clock: of.frequency({ positive: true }).meta({ description: "Of the engine." }),
      lanes: count().meta({ description: "Values at a time." }),
      peak: rate().meta({ description: "Of that engine." }),
    })
    .partial()
    .describe("a SIMD engine of one physical core");
  return z
    .strictObject({
      name: z.string().meta({ description: "Of the chip, in results." }),
      title: z.string().meta({ description: "As its maker calls it." }),
      vendor: z.string().meta({ description: "Its maker." }),
      kind: z
        .enum(["neuron", "gpu", "tpu", "cpu"], { error: "neuron, gpu, tpu or cpu" })
        .meta({ description: "What stacks run on it." }),
      coreGeneration: z
        .string()
        .meta({ description: "Such as NeuronCore-v3: kernels measured on it hold here." }),
      cores: count().meta({ description: "Physical cores, which share memory and peaks evenly." }),
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
      sparsePattern: z.string().meta({ description: "Such as 4:16: weights kept of each group." }),
      tensor: z
        .strictObject({
          clock: of.frequency({ positive: true }).meta({ description: "Of the matrix engine." }),
          rows: count().meta({ description: "Of its array." }),
          columns: count().meta({ description: "Of its array." }),
          peaks: peaks.describe("dense peaks of one core"),
          sparsePeaks: peaks.describe("peaks of one core with structured sparsity"),
        })
        .partial()
        .describe("the matrix engine of one physical core"),
      vector: lanes,
      scalar: lanes,
      gpsimd: lanes,
      memory: of
        .size({ positive: true })
        .meta({ description: "Device memory (HBM), as the datasheet has it." }),
      usableMemory: of.size({ positive: true }).meta({ description: "What programs get of it." }),
      memoryBandwidth: of
        .bandwidth({ positive: true })
        .meta({ description: "Of device memory, whole chip." }),
      onChipMemory: of.size().meta({ description: "SBUF of all cores, or L2." }),
      accumulatorMemory: of.size().meta({ description: "PSUM of all cores." }),
      dma: z
        .strictObject({
          engines: count().meta({ description: "Engines that move data." }),
          bandwidth: of.bandwidth({ positive: true }).meta({ description: "Of one, at most." }),
          sustainedBandwidth: of
            .bandwidth({ positive: true })
            .meta({ description: "Of one, over long transfers." }),
          start: of.time().meta({ description: "Until a transfer moves." }),
        })
        .partial()
        .describe("data movers; bandwidths are of one engine"),
      collectiveCores: count({}).meta({
        description: "Cores that run collectives beside the work; 0 where the engines do.",
      }),
      scaleUpName: z.string().meta({ description: "Such as NeuronLink-v3." }),
      scaleUpBandwidth: of
        .bandwidth({ positive: true })
        .meta({ description: "Of all links of the chip, one direction." }),
      scaleUpLatency: of.time().meta({ description: "Of one hop." }),
      hostBandwidth: of
        .bandwidth({ positive: true })
        .meta({ description: "Of its link to the host, one direction." }),
      power: of.power().meta({ description: "At full load." }),
      idlePowerFraction: fraction().meta({ description: "Power without work, of full power." }),
    })
    .partial();
}

/** A chip as catalog files have it. */
export const chipShape = lazy(() => chipShapeOf(plainQuantities));
/** A chip as scenarios have it: figures may be multiples of the base's. */
export const chipChangeShape = lazy(() => chipShapeOf(relativeQuantities));

/** A chip as written: texts with units. */
export type WrittenChip = z.input<ReturnType<typeof chipShape>>;
/** A written chip whose quantities have become numbers in internal units, or multiples; keys as written. */
export type ChipFields = z.output<ReturnType<typeof chipChangeShape>>;

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
