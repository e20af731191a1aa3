/** NVIDIA V100 SXM2 with 32 GB: Volta, no bf16. */
import { derived, published, recalled } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { nvlinkLatency, wholeGpu } from "./nvidia.ts";

const datasheet = "NVIDIA V100 datasheet";
const tables = "V100 tables of Next Platform and Techrival";

export const v100 = defineChip({
  ...wholeGpu("Volta"),
  name: "v100",
  title: "NVIDIA V100 32GB SXM2",
  peaks: {
    fp32: recalled("15.7 TFLOPS", datasheet),
    fp16: recalled("125 TFLOPS", datasheet),
    int8: recalled("62 TOPS", `${datasheet} (dp4a)`),
  },
  memory: published("32 GB", tables),
  memoryBandwidth: published("900 GB/s", tables),
  onChipMemory: published("6 MB", `${tables} (L2)`),
  scaleUpName: "NVLink2",
  scaleUpBandwidth: derived(
    "150 GB/s",
    `half of the 300 GB/s, sum of both directions, of the ${datasheet} (recalled)`,
  ),
  scaleUpLatency: nvlinkLatency,
  hostBandwidth: recalled("16 GB/s", `${datasheet} (PCIe Gen3 x16)`),
  power: published("300 W", tables),
});
