/**
 * NVIDIA RTX PRO 6000 Blackwell Server Edition, the card of g7e instances: 4-bit matmuls, GDDR7, no NVLink. Its tensor cores
 * do eight times what its shaders do per cycle and half of that is structured sparsity, so that dense 16-bit matmuls run at
 * four times the fp32 peak.
 */
import { assumed, derived, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { wholeGpu } from "./nvidia.ts";

const sheet = "NVIDIA RTX PRO 6000 Blackwell Server Edition datasheet";
const sparse = "2 x dense (2:4 sparsity)";

export const rtxPro6000 = defineChip({
  ...wholeGpu("Blackwell"),
  name: "rtx-pro-6000",
  title: "NVIDIA RTX PRO 6000 Blackwell Server Edition 96GB",
  sparsePattern: "2:4",
  peaks: {
    fp32: recalled("120 TFLOPS", sheet),
    tf32: derived("240 TFLOPS", "2 x fp32"),
    bf16: derived("480 TFLOPS", "4 x fp32; the datasheet says 1 PFLOPS with sparsity"),
    fp16: derived("480 TFLOPS", "4 x fp32; the datasheet says 1 PFLOPS with sparsity"),
    fp8: derived("960 TFLOPS", "8 x fp32; the datasheet says 2 PFLOPS with sparsity"),
    fp4: derived("1920 TFLOPS", "16 x fp32; the datasheet says 4 PFLOPS with sparsity"),
    int8: derived("960 TOPS", "8 x fp32"),
  },
  sparsePeaks: {
    bf16: derived("960 TFLOPS", sparse),
    fp16: derived("960 TFLOPS", sparse),
    fp8: derived("1920 TFLOPS", sparse),
    fp4: derived("3840 TFLOPS", sparse),
  },
  memory: recalled("96 GB", sheet),
  usableMemory: recalled("95 GiB", "what the driver reports, 97,887 MiB, less its context"),
  memoryBandwidth: recalled("1597 GB/s", sheet),
  onChipMemory: recalled("128 MB", "NVIDIA RTX Blackwell architecture paper (L2)"),
  scaleUpName: "PCIe Gen5",
  scaleUpBandwidth: recalled("64 GB/s", `${sheet} (PCIe Gen5 x16)`),
  scaleUpLatency: assumed("5 us", "two crossings of PCIe with the host between"),
  hostBandwidth: recalled("64 GB/s", `${sheet} (PCIe Gen5 x16)`),
  power: recalled("600 W", sheet),
});
