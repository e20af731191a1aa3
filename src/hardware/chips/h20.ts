/** NVIDIA H20: Hopper with 15 % of the H100's matmuls and more, faster memory; sold in China, on no AWS instance. */
import { recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { nvlinkLatency, wholeGpu } from "./nvidia.ts";

const press = "NVIDIA H20 product brief, as the press quotes it";

export const h20 = defineChip({
  ...wholeGpu("Hopper"),
  name: "h20",
  title: "NVIDIA H20 96GB SXM5",
  peaks: {
    fp32: recalled("44 TFLOPS", press),
    tf32: recalled("74 TFLOPS", press),
    bf16: recalled("148 TFLOPS", press),
    fp16: recalled("148 TFLOPS", press),
    fp8: recalled("296 TFLOPS", press),
    int8: recalled("296 TOPS", press),
  },
  memory: recalled("96 GB", press),
  usableMemory: recalled("95 GiB", "what the driver reports; the vendor's 96 GB are 96 GiB of HBM3"),
  memoryBandwidth: recalled("4000 GB/s", press),
  onChipMemory: recalled("60 MB", `${press} (L2)`),
  scaleUpName: "NVLink4",
  scaleUpBandwidth: recalled("450 GB/s", `${press}: 900 GB/s, both directions together`),
  scaleUpLatency: nvlinkLatency,
  hostBandwidth: recalled("64 GB/s", `${press} (PCIe Gen5 x16)`),
  power: recalled("400 W", press),
});
