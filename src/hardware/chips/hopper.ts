/** The Hopper compute side that H100 and H200 share. */
import { derived, published, recalled } from "../../base/figure.ts";
import type { CatalogChip } from "../define-chip.ts";
import { nvlinkLatency, wholeGpu } from "./nvidia.ts";

const yaml = "ai-dynamo aiconfigurator h100 and h200 system files";
const notes = "Glenn Lockwood's notes: H100";
const sparse = "2 x dense (2:4 sparsity)";

/** What H100 and H200 have in common. */
export const hopper = {
  ...wholeGpu("Hopper"),
  peaks: {
    fp32: published("67 TFLOPS", notes),
    tf32: published("495 TFLOPS", notes),
    bf16: published("989 TFLOPS", yaml),
    fp16: published("989 TFLOPS", yaml),
    fp8: published("1979 TFLOPS", yaml),
    int8: published("1979 TOPS", yaml),
  },
  sparsePeaks: {
    tf32: derived("990 TFLOPS", sparse),
    bf16: derived("1978 TFLOPS", sparse),
    fp16: derived("1978 TFLOPS", sparse),
    fp8: published("3958 TFLOPS", notes),
    int8: derived("3958 TOPS", sparse),
  },
  sparsePattern: "2:4",
  onChipMemory: recalled("50 MB", "NVIDIA H100 datasheet (L2)"),
  scaleUpName: "NVLink4",
  scaleUpBandwidth: published("450 GB/s", yaml),
  scaleUpLatency: nvlinkLatency,
  hostBandwidth: published("64 GB/s", `${yaml} (PCIe Gen5 x16)`),
  power: published("700 W", yaml),
} as const satisfies CatalogChip;
