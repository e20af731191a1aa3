/** NVIDIA A100 SXM4 with 80 GB. */
import { published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { a100 } from "./ampere.ts";

export const a100With80Gb = defineChip({
  ...a100,
  name: "a100-80",
  title: "NVIDIA A100 80GB SXM4",
  memory: published("80 GB", "ai-dynamo aiconfigurator a100 system file"),
  usableMemory: recalled("79.2 GiB", "what the driver reports; the vendor's 80 GB are 80 GiB of HBM"),
  memoryBandwidth: published("2039 GB/s", "ai-dynamo aiconfigurator a100 system file"),
});
