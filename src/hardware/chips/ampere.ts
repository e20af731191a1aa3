/** The A100's compute side, the same with 40 GB and with 80 GB. */
import { derived, published, recalled } from "../../base/figure.ts";
import type { CatalogChip } from "../define-chip.ts";
import { nvlinkLatency, wholeGpu } from "./nvidia.ts";

const datasheet = "NVIDIA A100 datasheet";
const yaml = "ai-dynamo aiconfigurator a100 system file";
const sparse = "2 x dense (2:4 sparsity)";

/** What both A100s have in common. */
export const a100 = {
  ...wholeGpu("Ampere"),
  peaks: {
    fp32: recalled("19.5 TFLOPS", datasheet),
    tf32: recalled("156 TFLOPS", datasheet),
    bf16: published("312 TFLOPS", yaml),
    fp16: published("312 TFLOPS", yaml),
    int8: published("624 TOPS", yaml),
  },
  sparsePeaks: {
    tf32: derived("312 TFLOPS", sparse),
    bf16: derived("624 TFLOPS", sparse),
    fp16: derived("624 TFLOPS", sparse),
    int8: derived("1248 TOPS", sparse),
  },
  sparsePattern: "2:4",
  onChipMemory: recalled("40 MB", `${datasheet} (L2)`),
  scaleUpName: "NVLink3",
  scaleUpBandwidth: published("300 GB/s", yaml),
  scaleUpLatency: nvlinkLatency,
  hostBandwidth: published("32 GB/s", `${yaml} (PCIe Gen4 x16)`),
  power: published("400 W", yaml),
} as const satisfies CatalogChip;
