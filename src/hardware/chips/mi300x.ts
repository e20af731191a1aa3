/** AMD Instinct MI300X: 192 GB of HBM3, eight in a box with a link from each to each. Peaks are dense. */
import { assumed, derived, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { wholeGpu } from "./nvidia.ts";

const datasheet = "AMD Instinct MI300X datasheet";
const sparse = "2 x dense (2:4 sparsity)";

export const mi300x = defineChip({
  ...wholeGpu("CDNA 3"),
  vendor: "AMD",
  name: "mi300x",
  title: "AMD Instinct MI300X 192GB",
  peaks: {
    fp32: recalled("163.4 TFLOPS", datasheet),
    tf32: recalled("653.7 TFLOPS", datasheet),
    bf16: recalled("1307.4 TFLOPS", datasheet),
    fp16: recalled("1307.4 TFLOPS", datasheet),
    fp8: recalled("2614.9 TFLOPS", datasheet),
    int8: recalled("2614.9 TOPS", datasheet),
  },
  sparsePeaks: { bf16: derived("2614.8 TFLOPS", sparse), fp8: derived("5229.8 TFLOPS", sparse) },
  sparsePattern: "2:4",
  memory: recalled("192 GB", datasheet),
  usableMemory: recalled("191 GiB", "what the driver reports; the vendor's 192 GB are 192 GiB of HBM3"),
  memoryBandwidth: recalled("5300 GB/s", datasheet),
  onChipMemory: recalled("256 MB", `${datasheet} (Infinity Cache)`),
  scaleUpName: "Infinity Fabric",
  scaleUpBandwidth: recalled("448 GB/s", `${datasheet}: 7 links of 128 GB/s, both directions together`),
  scaleUpLatency: assumed("1 us", "as NVLink, with a hop less in hardware and more in software"),
  hostBandwidth: recalled("64 GB/s", `${datasheet} (PCIe Gen5 x16)`),
  power: recalled("750 W", datasheet),
});
