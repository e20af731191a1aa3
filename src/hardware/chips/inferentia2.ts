/** Inferentia2: two NeuronCore-v2, 32 GiB of HBM, two NeuronLinks that make a ring. */
import { assumed } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { neuronCoreV2Chip } from "./neuron-core-v2.ts";

export const inferentia2 = defineChip({
  ...neuronCoreV2Chip("AWS Neuron docs: inferentia2.rst, inf2-arch.rst", [1, 2]),
  name: "inferentia2",
  title: "AWS Inferentia2",
  scaleUpBandwidth: assumed(
    "96 GiB/s",
    "half of the 192 GiB/s of inf2-arch.rst, read as the sum of both directions",
  ),
  power: assumed("150 W", "scaled from process, HBM count and clocks, +-40%; AWS publishes nothing"),
});
