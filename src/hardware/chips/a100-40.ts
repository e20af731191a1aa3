/** NVIDIA A100 SXM4 with 40 GB. */
import { published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { a100 } from "./ampere.ts";

export const a100With40Gb = defineChip({
  ...a100,
  name: "a100-40",
  title: "NVIDIA A100 40GB SXM4",
  memory: published("40 GB", "AWS: p4d.24xlarge, 320 GB over 8 GPUs"),
  memoryBandwidth: recalled("1555 GB/s", "NVIDIA A100 datasheet"),
});
