/**
 * Trainium2: eight NeuronCore-v3, 96 GiB of HBM, NeuronLink-v3. The chip's headline peaks (667, 1299 TFLOPS) exceed eight
 * times the TensorE peak (632, 1264): they seem to add other engines, so matmuls count TensorE only.
 */
import { assumed, derived, published } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

const docs = "AWS Neuron docs: trainium2.rst, trn2-arch.rst";
const core = "AWS Neuron docs: NKI trainium2_arch.rst";

export const trainium2 = defineChip({
  name: "trainium2",
  title: "AWS Trainium2",
  vendor: "AWS",
  kind: "neuron",
  coreGeneration: "NeuronCore-v3",
  cores: published(8, docs),
  coresPerRank: published([1, 2], "AWS Neuron docs: logical-neuroncore-config.rst"),
  peaks: {
    fp32: published("181 TFLOPS", docs),
    tf32: published("667 TFLOPS", docs),
    bf16: published("667 TFLOPS", docs),
    fp16: published("667 TFLOPS", docs),
    fp8: published("1299 TFLOPS", docs),
  },
  sparsePeaks: {
    tf32: published("2563 TFLOPS", docs),
    bf16: published("2563 TFLOPS", docs),
    fp16: published("2563 TFLOPS", docs),
    fp8: published("2563 TFLOPS", docs),
  },
  sparsePattern: "4:16",
  tensor: {
    clock: published("2.4 GHz", core),
    rows: published(128, core),
    columns: published(128, core),
    peaks: {
      fp32: published("20 TFLOPS", core),
      tf32: derived("79 TFLOPS", "the bf16 rate of the core, as on the chip"),
      bf16: published("79 TFLOPS", core),
      fp16: derived("79 TFLOPS", "the bf16 rate of the core, as on the chip"),
      fp8: published("158 TFLOPS", core),
    },
    sparsePeaks: {
      tf32: derived("316 TFLOPS", "the sparse rate of the core, one for all types as on the chip"),
      bf16: published("316 TFLOPS", core),
      fp16: derived("316 TFLOPS", "the sparse rate of the core, one for all types as on the chip"),
      fp8: derived("316 TFLOPS", "the sparse rate of the core, one for all types as on the chip"),
    },
  },
  vector: {
    clock: published("0.96 GHz", core),
    lanes: published(256, `${core}; 512 for bf16`),
    peak: published("1 TFLOPS", core),
  },
  scalar: {
    clock: published("1.2 GHz", core),
    lanes: published(128, core),
    peak: published("1.2 TFLOPS", core),
  },
  gpsimd: {
    clock: published("1.2 GHz", core),
    lanes: derived(128, "8 processors x 512 bit / 32 bit"),
    peak: derived("153.6 GFLOPS", "128 lanes x 1.2 GHz, one operation a cycle"),
  },
  memory: published("96 GiB", docs),
  memoryBandwidth: published("2.9 TB/s", `${docs}; the NKI guide rounds to 3 TB/s`),
  onChipMemory: published("224 MiB", docs),
  accumulatorMemory: derived("16 MiB", "8 cores x 2 MiB of PSUM"),
  dma: {
    engines: published(128, core),
    bandwidth: published("27.2 GB/s", core),
    sustainedBandwidth: published("23 GB/s", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
    start: published("1300 ns", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
  },
  collectiveCores: published(16, `${docs}; the NKI guide says 20, perhaps 16 of them usable`),
  scaleUpName: "NeuronLink-v3",
  scaleUpBandwidth: derived(
    "640 GB/s",
    "(1024 GB/s inside the instance + 256 GB/s along the UltraServer's Z axis, sums of both directions) / 2",
  ),
  scaleUpLatency: published(
    "1.5 us",
    "AWS Neuron docs: intranode-collective-comm.rst, middle of 1 to 2 us a hop",
  ),
  hostBandwidth: assumed("32 GB/s", "PCIe Gen5 x8; the docs only say PCIe"),
  power: assumed("500 W", "SemiAnalysis estimate; AWS publishes nothing"),
});
