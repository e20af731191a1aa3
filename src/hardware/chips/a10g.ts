/**
 * NVIDIA A10G, the GPU of g5 instances: 70 TFLOPS dense, where the A10 of the retail datasheet has 125. It has no NVLink;
 * GPUs reach each other over PCIe through the host.
 */
import { assumed, derived, published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { wholeGpu } from "./nvidia.ts";

const datasheet = "NVIDIA A10G datasheet";
const article = "Baseten: A10 vs A10G";
const sparse = "2 x dense (2:4 sparsity)";

export const a10g = defineChip({
  ...wholeGpu("Ampere"),
  name: "a10g",
  title: "NVIDIA A10G",
  peaks: {
    fp32: recalled("35 TFLOPS", datasheet),
    tf32: recalled("35 TFLOPS", datasheet),
    bf16: recalled("70 TFLOPS", datasheet),
    fp16: recalled("70 TFLOPS", datasheet),
    int8: recalled("140 TOPS", datasheet),
  },
  sparsePeaks: {
    tf32: derived("70 TFLOPS", sparse),
    bf16: derived("140 TFLOPS", sparse),
    fp16: derived("140 TFLOPS", sparse),
    int8: derived("280 TOPS", sparse),
  },
  sparsePattern: "2:4",
  memory: published("24 GB", article),
  usableMemory: recalled("22.5 GiB", "what ECC and driver leave; the vendor's 24 GB are 24 GiB of GDDR6"),
  memoryBandwidth: published("600 GB/s", article),
  onChipMemory: published("6 MB", `${article} (L2)`),
  scaleUpName: "PCIe Gen4",
  scaleUpBandwidth: recalled("32 GB/s", `${datasheet} (PCIe Gen4 x16)`),
  scaleUpLatency: assumed("5 us", "two crossings of PCIe with the host between"),
  hostBandwidth: recalled("32 GB/s", `${datasheet} (PCIe Gen4 x16)`),
  power: recalled("300 W", datasheet),
});
