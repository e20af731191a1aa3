/** NeuronCore-v2, the core of Trainium and Inferentia2: its engines and the chip figures that the two share. */
import { assumed, derived, published } from "../../base/figure.ts";
import type { CatalogChip } from "../define-chip.ts";

const core = "AWS Neuron docs: trainium_inferentia2_arch.rst";

/** Its words name the sizes of Trainium, and multiples of two for Inferentia2. */
const runtimeMessage =
  "message of the Neuron runtime (nrt_load_collectives) to a group of another size, in reports of 2024";

/** What Trainium and Inferentia2 have in common; `groupSizes` as in `Chip`. */
export function neuronCoreV2Chip(docs: string, groupSizes: number[]) {
  return {
    vendor: "AWS",
    kind: "neuron",
    coreGeneration: "NeuronCore-v2",
    cores: published(2, docs),
    coresPerRank: published([1], `${docs}; logical cores of two exist on Trainium2 and 3 only`),
    groupSizes: published(groupSizes, runtimeMessage),
    peaks: {
      fp32: published("47.5 TFLOPS", docs),
      tf32: published("190 TFLOPS", docs),
      bf16: published("190 TFLOPS", docs),
      fp16: published("190 TFLOPS", docs),
      fp8: published("190 TFLOPS", `${docs} (cFP8)`),
      int8: published("380 TOPS", docs),
    },
    tensor: {
      clock: published("2.8 GHz", core),
      rows: published(128, core),
      columns: published(128, core),
      peaks: {
        fp32: published("23 TFLOPS", core),
        tf32: derived("92 TFLOPS", "the bf16 rate of the core, as on the chip"),
        bf16: published("92 TFLOPS", core),
        fp16: derived("92 TFLOPS", "the bf16 rate of the core, as on the chip"),
        fp8: published("92 TFLOPS", core),
        int8: derived("184 TOPS", "twice the bf16 rate of the core, as on the chip"),
      },
    },
    vector: {
      clock: published("1.12 GHz", core),
      lanes: published(128, core),
      peak: published("2.3 TFLOPS", core),
    },
    scalar: {
      clock: published("1.4 GHz", core),
      lanes: published(128, core),
      peak: published("2.9 TFLOPS", core),
    },
    gpsimd: {
      clock: published("1.4 GHz", core),
      lanes: derived(128, "8 processors x 512 bit / 32 bit"),
      peak: derived("179.2 GFLOPS", "128 lanes x 1.4 GHz, one operation a cycle"),
    },
    memory: published("32 GiB", docs),
    memoryBandwidth: published("820 GB/s", `${core}; chip pages print GiB/s for the same figure`),
    onChipMemory: published("48 MiB", docs),
    accumulatorMemory: derived("4 MiB", "2 cores x 2 MiB of PSUM"),
    dma: {
      engines: published(32, core),
      bandwidth: published("27.2 GB/s", core),
      sustainedBandwidth: published("17 GB/s", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
      start: published("1300 ns", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
    },
    collectiveCores: published(6, core),
    scaleUpName: "NeuronLink-v2",
    scaleUpLatency: published(
      "1.5 us",
      "AWS Neuron docs: intranode-collective-comm.rst, middle of 1 to 2 us a hop",
    ),
    hostBandwidth: assumed("16 GB/s", "PCIe Gen4 x8; the NKI memory figure says about 16 GB/s"),
  } as const satisfies CatalogChip;
}
