/** NVIDIA H200 SXM5: the H100 with 141 GB of HBM3e. */
import { published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { hopper } from "./hopper.ts";

export const h200 = defineChip({
  ...hopper,
  name: "h200",
  title: "NVIDIA H200 141GB SXM5",
  memory: published("141 GB", "ai-dynamo aiconfigurator h200 system file"),
  usableMemory: recalled("140.4 GiB", "what the driver reports; the vendor's 141 GB are 141 GiB of HBM"),
  memoryBandwidth: published("4800 GB/s", "ai-dynamo aiconfigurator h200 system file"),
});
