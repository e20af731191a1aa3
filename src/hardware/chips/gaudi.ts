/** Habana Gaudi (first generation): ten 100 GbE ports, seven of them inside a dl1.24xlarge. Its peaks were never published. */
import { assumed, published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";

const blog = "AWS Compute Blog: DL1 deep dive";

export const gaudi = defineChip({
  name: "gaudi",
  title: "Habana Gaudi HL-205",
  vendor: "Intel Habana",
  kind: "gpu",
  coreGeneration: "Gaudi",
  cores: assumed(1, "a Gaudi works as one rank"),
  coresPerRank: assumed([1], "a Gaudi works as one rank"),
  peaks: {
    fp32: assumed("11 TFLOPS", "a tenth of bf16; never published"),
    bf16: assumed("110 TFLOPS", "commonly estimated; never published"),
  },
  memory: published("32 GB", blog),
  memoryBandwidth: recalled("1000 GB/s", "Habana Gaudi white paper"),
  onChipMemory: recalled("24 MB", "Habana Gaudi white paper"),
  scaleUpName: "RoCE 7 x 100 GbE",
  scaleUpBandwidth: published("700 Gb/s", blog),
  scaleUpLatency: assumed("2 us", "one RoCE hop without a switch"),
  hostBandwidth: published("16 GB/s", `${blog} (PCIe Gen3 x16)`),
  power: assumed("350 W", "mezzanine card of its class"),
});
