/**
 * NVIDIA B200 (HGX) and the GPU of GB200 NVL72, Blackwell with 4-bit matmuls, and Blackwell Ultra, B300 and GB300, with more
 * memory and half as much again in 4 bits, which gave up all but a trace of int8 for it. Peaks are dense, half of the figures
 * with sparsity that datasheets lead with; where the box is specified, a chip has its part.
 */
import { derived, recalled } from "../../base/figure.ts";
import { type CatalogChip, defineChip } from "../define-chip.ts";
import { nvlinkLatency, wholeGpu } from "./nvidia.ts";

const hgx = "NVIDIA HGX B200 datasheet";
const nvl72 = "NVIDIA GB200 NVL72 datasheet, a 72nd";
const hgxUltra = "NVIDIA HGX B300 datasheet";
const nvl72Ultra = "NVIDIA GB300 NVL72 datasheet, a 72nd";
const sparse = "2 x dense (2:4 sparsity)";

const blackwell = {
  ...wholeGpu("Blackwell"),
  sparsePattern: "2:4",
  onChipMemory: recalled("126 MB", "NVIDIA Blackwell architecture brief (L2)"),
  scaleUpName: "NVLink5",
  scaleUpBandwidth: recalled("900 GB/s", `${hgx}: 1.8 TB/s, both directions together`),
  scaleUpLatency: nvlinkLatency,
} as const satisfies CatalogChip;

export const b200 = defineChip({
  ...blackwell,
  name: "b200",
  title: "NVIDIA B200 180GB SXM6",
  peaks: {
    fp32: recalled("75 TFLOPS", `${hgx}: 600 TFLOPS of eight`),
    tf32: recalled("1125 TFLOPS", `${hgx}: 18 PFLOPS of eight with sparsity`),
    bf16: recalled("2250 TFLOPS", `${hgx}: 36 PFLOPS of eight with sparsity`),
    fp16: recalled("2250 TFLOPS", `${hgx}: 36 PFLOPS of eight with sparsity`),
    fp8: recalled("4500 TFLOPS", `${hgx}: 72 PFLOPS of eight with sparsity`),
    fp4: recalled("9000 TFLOPS", `${hgx}: 72 PFLOPS of eight, dense`),
    int8: recalled("4500 TOPS", `${hgx}: 72 POPS of eight with sparsity`),
  },
  sparsePeaks: {
    tf32: derived("2250 TFLOPS", sparse),
    bf16: derived("4500 TFLOPS", sparse),
    fp16: derived("4500 TFLOPS", sparse),
    fp8: derived("9000 TFLOPS", sparse),
    fp4: derived("18000 TFLOPS", sparse),
    int8: derived("9000 TOPS", sparse),
  },
  memory: recalled("180 GB", `${hgx}: 1.44 TB of eight`),
  usableMemory: recalled("178 GiB", "what the driver reports; the vendor's 180 GB are GiB of HBM3e"),
  memoryBandwidth: recalled("7700 GB/s", `${hgx}: 62 TB/s of eight`),
  hostBandwidth: recalled("64 GB/s", `${hgx} (PCIe Gen5 x16)`),
  power: recalled("1000 W", hgx),
});

export const gb200 = defineChip({
  ...blackwell,
  name: "gb200",
  title: "NVIDIA GB200, one of its two Blackwell GPUs",
  peaks: {
    fp32: recalled("80 TFLOPS", `${nvl72} of 5.76 PFLOPS`),
    tf32: recalled("1250 TFLOPS", `${nvl72} of 180 PFLOPS with sparsity, halved`),
    bf16: recalled("2500 TFLOPS", `${nvl72} of 360 PFLOPS with sparsity, halved`),
    fp16: recalled("2500 TFLOPS", `${nvl72} of 360 PFLOPS with sparsity, halved`),
    fp8: recalled("5000 TFLOPS", `${nvl72} of 720 PFLOPS with sparsity, halved`),
    fp4: recalled("10000 TFLOPS", `${nvl72} of 1440 PFLOPS with sparsity, halved`),
    int8: recalled("5000 TOPS", `${nvl72} of 720 POPS with sparsity, halved`),
  },
  sparsePeaks: {
    bf16: derived("5000 TFLOPS", sparse),
    fp16: derived("5000 TFLOPS", sparse),
    fp8: derived("10000 TFLOPS", sparse),
    fp4: derived("20000 TFLOPS", sparse),
  },
  memory: recalled("185 GB", "AWS announcement of p6e-gb200: 13.3 TB of 72"),
  usableMemory: recalled("183 GiB", "what the driver reports; the vendor's GB are GiB of HBM3e"),
  memoryBandwidth: recalled("8000 GB/s", `${nvl72} of 576 TB/s`),
  hostBandwidth: recalled(
    "225 GB/s",
    "NVLink-C2C: 900 GB/s both directions between a Grace and its two GPUs",
  ),
  power: recalled("1200 W", "NVIDIA GB200 NVL72 brief: of a GPU"),
});

export const b300 = defineChip({
  ...blackwell,
  name: "b300",
  title: "NVIDIA B300 288GB SXM6",
  peaks: {
    fp32: recalled("75 TFLOPS", `${hgxUltra}: 600 TFLOPS of eight`),
    tf32: recalled("1125 TFLOPS", `${hgxUltra}: 18 PFLOPS of eight with sparsity`),
    bf16: recalled("2250 TFLOPS", `${hgxUltra}: 36 PFLOPS of eight with sparsity`),
    fp16: recalled("2250 TFLOPS", `${hgxUltra}: 36 PFLOPS of eight with sparsity`),
    fp8: recalled("4500 TFLOPS", `${hgxUltra}: 72 PFLOPS of eight with sparsity`),
    fp4: recalled("13500 TFLOPS", `${hgxUltra}: 108 PFLOPS of eight, dense`),
  },
  sparsePeaks: {
    tf32: derived("2250 TFLOPS", sparse),
    bf16: derived("4500 TFLOPS", sparse),
    fp16: derived("4500 TFLOPS", sparse),
    fp8: derived("9000 TFLOPS", sparse),
    fp4: recalled("18000 TFLOPS", `${hgxUltra}: 144 PFLOPS of eight with sparsity`),
  },
  memory: recalled("268 GB", "AWS announcement of p6-b300: 2.1 TB of eight, of 288 GB that are built in"),
  usableMemory: recalled("267 GiB", "what the driver reports; the vendor's GB are GiB of HBM3e"),
  memoryBandwidth: recalled("8000 GB/s", "NVIDIA DGX B300 datasheet: 64 TB/s of eight"),
  hostBandwidth: recalled("64 GB/s", `${hgxUltra} (PCIe Gen6 to its network cards, Gen5 x16 to hosts)`),
  power: recalled("1100 W", hgxUltra),
});

export const gb300 = defineChip({
  ...blackwell,
  name: "gb300",
  title: "NVIDIA GB300, one of its two Blackwell Ultra GPUs",
  peaks: {
    fp32: recalled("80 TFLOPS", `${nvl72Ultra} of 5.76 PFLOPS`),
    tf32: recalled("1250 TFLOPS", `${nvl72Ultra} of 180 PFLOPS with sparsity, halved`),
    bf16: recalled("2500 TFLOPS", `${nvl72Ultra} of 360 PFLOPS with sparsity, halved`),
    fp16: recalled("2500 TFLOPS", `${nvl72Ultra} of 360 PFLOPS with sparsity, halved`),
    fp8: recalled("5000 TFLOPS", `${nvl72Ultra} of 720 PFLOPS with sparsity, halved`),
    fp4: recalled("15000 TFLOPS", `${nvl72Ultra} of 1080 PFLOPS, dense`),
  },
  sparsePeaks: {
    bf16: derived("5000 TFLOPS", sparse),
    fp16: derived("5000 TFLOPS", sparse),
    fp8: derived("10000 TFLOPS", sparse),
    fp4: recalled("20000 TFLOPS", `${nvl72Ultra} of 1440 PFLOPS with sparsity`),
  },
  memory: recalled("279 GB", "AWS announcement of p6e-gb300: 20.1 TB of 72"),
  usableMemory: recalled("277 GiB", "what the driver reports; the vendor's GB are GiB of HBM3e"),
  memoryBandwidth: recalled("8000 GB/s", `${nvl72Ultra} of 576 TB/s`),
  hostBandwidth: recalled(
    "225 GB/s",
    "NVLink-C2C: 900 GB/s both directions between a Grace and its two GPUs",
  ),
  power: recalled("1400 W", "NVIDIA GB300 NVL72 brief: of a GPU"),
});
