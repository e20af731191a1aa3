/** Trainium: two NeuronCore-v2, 32 GiB of HBM, four NeuronLinks that make a 2D torus. */
import { assumed } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { neuronCoreV2Chip } from "./neuron-core-v2.ts";

export const trainium = defineChip({
  ...neuronCoreV2Chip("AWS Neuron docs: trainium.rst, trn1-arch.rst", [1, 2, 8, 16, 32]),
  name: "trainium",
  title: "AWS Trainium",
  scaleUpBandwidth: assumed(
    "192 GB/s",
    "half of the 384 GB/s of trn1-arch.rst, read as the sum of both directions",
  ),
  power: assumed("200 W", "scaled from process, HBM count and clocks, +-40%; AWS publishes nothing"),
});
