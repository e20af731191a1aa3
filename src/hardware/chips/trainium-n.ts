/** Trainium as wired in trn1n.32xlarge: the same chip with twice the NeuronLink bandwidth. */
import { assumed } from "../../base/figure.ts";
import { defineChip } from "../define-chip.ts";
import { trainium } from "./trainium.ts";

export const trainiumN = defineChip(
  {
    name: "trainium-n",
    title: "AWS Trainium (trn1n)",
    scaleUpBandwidth: assumed(
      "384 GB/s",
      "half of the 768 GB/s of trn1-arch.rst, read as the sum of both directions",
    ),
  },
  trainium,
);
