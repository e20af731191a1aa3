/** NVIDIA H100 SXM5 with 80 GB. */
import { published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { hopper } from "./hopper.ts";

export const h100 = defineChip({
  ...hopper,
  name: "h100",
  title: "NVIDIA H100 80GB SXM5",
  memory: published("80 GB", "ai-dynamo aiconfigurator h100 system file"),
  usableMemory: recalled("79.6 GiB", "what the driver reports; the vendor's 80 GB are 80 GiB of HBM"),
  memoryBandwidth: published("3350 GB/s", "ai-dynamo aiconfigurator h100 system file"),
});
