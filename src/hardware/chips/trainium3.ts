/**
 * Trainium3: eight NeuronCore-v4, 144 GiB of HBM, switched NeuronLink-v4. Sources disagree on the link total (2560 GB/s,
 * 2048 GiB/s, or a list of eleven links that adds up to 704 GB/s each way): the list is used, because it alone says what
 * it is made of, and it is the least.
 */
import { assumed, derived, published } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

const docs = "AWS Neuron docs: trainium3.rst, trn3-arch.rst";
const core = "AWS Neuron docs: NKI trainium3_arch.rst";

export const trainium3 = defineChip({
  name: "trainium3",
  title: "AWS Trainium3",
  vendor: "AWS",
  kind: "neuron",
  coreGeneration: "NeuronCore-v4",
  cores: published(8, docs),
  coresPerRank: published([1, 2], "AWS Neuron docs: logical-neuroncore-config.rst"),
  peaks: {
    fp32: published("183 TFLOPS", docs),
    tf32: published("671 TFLOPS", docs),
    bf16: published("671 TFLOPS", docs),
    fp16: published("671 TFLOPS", docs),
    fp8: published("2517 TFLOPS", `${docs} (MXFP8, MXFP4)`),
  },
  sparsePeaks: {
    tf32: published("2517 TFLOPS", docs),
    bf16: published("2517 TFLOPS", docs),
    fp16: published("2517 TFLOPS", docs),
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
      fp8: published("315 TFLOPS", `${core} (MXFP8, MXFP4)`),
    },
    sparsePeaks: {
      tf32: derived("315 TFLOPS", "the sparse rate of the core, one for all types as on the chip"),
      bf16: published("315 TFLOPS", core),
      fp16: derived("315 TFLOPS", "the sparse rate of the core, one for all types as on the chip"),
    },
  },
  vector: {
    clock: published("1.2 GHz", core),
    lanes: published(256, `${core}; 512 for bf16 and fp8`),
    peak: published("1.2 TFLOPS", core),
  },
  scalar: {
    clock: published("1.2 GHz", core),
    lanes: published(128, `${core}; 256 for bf16 and fp8`),
    peak: published("1.2 TFLOPS", core),
  },
  gpsimd: {
    clock: published("1.2 GHz", core),
    lanes: published(128, core),
    peak: derived("153.6 GFLOPS", "128 lanes x 1.2 GHz, one operation a cycle"),
  },
  memory: published("144 GiB", docs),
  memoryBandwidth: published("4.9 TB/s", `${docs}; the NKI guide says 4.7 TB/s`),
  onChipMemory: published("256 MiB", docs),
  accumulatorMemory: derived("16 MiB", "8 cores x 2 MiB of PSUM"),
  dma: {
    engines: published(128, core),
    bandwidth: published("38.4 GB/s", core),
    sustainedBandwidth: published("33 GB/s", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
    start: published("1300 ns", "AWS Neuron docs: nki-dma-bandwidth-guide.rst"),
  },
  collectiveCores: published(16, `${docs}; the NKI guide says 20, perhaps 16 of them usable`),
  scaleUpName: "NeuronLink-v4",
  scaleUpBandwidth: derived("704 GB/s", "(4 + 5 + 2) PCIe Gen6 x8 links x 64 GB/s, trn3-arch.rst"),
  scaleUpLatency: assumed("1.5 us", "as NeuronLink-v3: middle of 1 to 2 us a hop"),
  hostBandwidth: assumed("64 GB/s", "PCIe Gen6 x8; the docs only say PCIe"),
  power: assumed(
    "1000 W",
    "AWS says chips of its kind pass 1000 W; Gen1 is reported air-cooled, so 800 to 1000 W",
  ),
});
