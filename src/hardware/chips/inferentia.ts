/** Inferentia: four NeuronCore-v1 and 8 GiB of DRAM. Figures of AWS Neuron's documentation; no SBUF or DMA figures exist. */
import { assumed, derived, published } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

const docs = "AWS Neuron docs: inferentia.rst, inf1-arch.rst";
const core = "AWS Neuron docs: neuron-core-v1.rst";

export const inferentia = defineChip({
  name: "inferentia",
  title: "AWS Inferentia",
  vendor: "AWS",
  kind: "neuron",
  coreGeneration: "NeuronCore-v1",
  cores: published(4, docs),
  coresPerRank: published([1], docs),
  peaks: {
    bf16: published("64 TFLOPS", docs),
    fp16: published("64 TFLOPS", docs),
    int8: published("128 TOPS", docs),
  },
  tensor: {
    clock: published("1 GHz", core),
    peaks: {
      bf16: published("16 TFLOPS", core),
      fp16: published("16 TFLOPS", core),
      int8: derived("32 TOPS", "128 TOPS / 4 cores"),
    },
  },
  vector: {
    clock: published("1 GHz", core),
    peak: derived("256 GFLOPS", "256 flops a cycle x 1 GHz"),
  },
  scalar: {
    clock: published("1 GHz", core),
    peak: derived("512 GFLOPS", "512 flops a cycle x 1 GHz"),
  },
  memory: published("8 GiB", docs),
  memoryBandwidth: published("50 GiB/s", docs),
  collectiveCores: published(0, docs),
  scaleUpName: "NeuronLink-v1",
  scaleUpBandwidth: assumed(
    "16 GiB/s",
    "half of the 32 GiB/s of inf1-arch.rst, read as the sum of both directions",
  ),
  scaleUpLatency: assumed("1.5 us", "as NeuronLink on later chips: middle of 1 to 2 us a hop"),
  hostBandwidth: assumed("8 GB/s", "PCIe Gen3 x8; the docs only say PCIe"),
  power: assumed("75 W", "scaled from process, memory and clocks, +-40%; AWS publishes nothing"),
});
