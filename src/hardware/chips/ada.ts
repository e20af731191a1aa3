/** NVIDIA L40S and L4, the Ada GPUs of g6e and g6 instances: 8-bit matmuls, GDDR6, no NVLink. Peaks are dense. */
import { assumed, derived, recalled } from "../../base/figure.ts";
import { type CatalogChip, defineChip } from "../define-chip.ts";
import { wholeGpu } from "./nvidia.ts";

const sparse = "2 x dense (2:4 sparsity)";

const ada = (datasheet: string) =>
  ({
    ...wholeGpu("Ada Lovelace"),
    sparsePattern: "2:4",
    scaleUpName: "PCIe Gen4",
    scaleUpBandwidth: recalled("32 GB/s", `${datasheet} (PCIe Gen4 x16)`),
    scaleUpLatency: assumed("5 us", "two crossings of PCIe with the host between"),
    hostBandwidth: recalled("32 GB/s", `${datasheet} (PCIe Gen4 x16)`),
  }) as const satisfies CatalogChip;

const l40sSheet = "NVIDIA L40S datasheet";
const l4Sheet = "NVIDIA L4 datasheet";

export const l40s = defineChip({
  ...ada(l40sSheet),
  name: "l40s",
  title: "NVIDIA L40S 48GB",
  peaks: {
    fp32: recalled("91.6 TFLOPS", l40sSheet),
    tf32: recalled("183 TFLOPS", l40sSheet),
    bf16: recalled("362 TFLOPS", l40sSheet),
    fp16: recalled("362 TFLOPS", l40sSheet),
    fp8: recalled("733 TFLOPS", l40sSheet),
    int8: recalled("733 TOPS", l40sSheet),
  },
  sparsePeaks: { bf16: derived("724 TFLOPS", sparse), fp8: derived("1466 TFLOPS", sparse) },
  memory: recalled("48 GB", l40sSheet),
  usableMemory: recalled("44.5 GiB", "what ECC and driver leave of 48 GiB of GDDR6"),
  memoryBandwidth: recalled("864 GB/s", l40sSheet),
  onChipMemory: recalled("96 MB", "NVIDIA Ada architecture paper (L2)"),
  power: recalled("350 W", l40sSheet),
});

export const l4 = defineChip({
  ...ada(l4Sheet),
  name: "l4",
  title: "NVIDIA L4 24GB",
  peaks: {
    fp32: recalled("30.3 TFLOPS", l4Sheet),
    tf32: recalled("60 TFLOPS", `${l4Sheet}: 120 with sparsity`),
    bf16: recalled("121 TFLOPS", `${l4Sheet}: 242 with sparsity`),
    fp16: recalled("121 TFLOPS", `${l4Sheet}: 242 with sparsity`),
    fp8: recalled("242.5 TFLOPS", `${l4Sheet}: 485 with sparsity`),
    int8: recalled("242.5 TOPS", `${l4Sheet}: 485 with sparsity`),
  },
  sparsePeaks: { bf16: derived("242 TFLOPS", sparse), fp8: derived("485 TFLOPS", sparse) },
  memory: recalled("24 GB", l4Sheet),
  usableMemory: recalled("22 GiB", "what ECC and driver leave of 24 GiB of GDDR6"),
  memoryBandwidth: recalled("300 GB/s", l4Sheet),
  onChipMemory: recalled("48 MB", "NVIDIA Ada architecture paper (L2)"),
  power: recalled("72 W", l4Sheet),
});
