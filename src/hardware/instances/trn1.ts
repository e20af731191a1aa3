/** Trn1 and Trn1n: 16 Trainium chips in a 4x4 torus (older documents: a 4D hypercube, the same graph); Trn1n has twice the network. */
import { assumed, derived, published } from "../../base/figure.ts";
import { trainium } from "../chips/trainium.ts";
import { trainiumN } from "../chips/trainium-n.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV2Latency, tcpLatency } from "../network-latency.ts";
import {
  capacityBlockOf2024,
  capacityBlockOfOctober,
  ec2,
  onDemand,
  reserved,
  reservedByRatio,
} from "./sources.ts";
import { nvme } from "./storage.ts";

const docs = "AWS Neuron docs: trn1-arch.rst";

const box = {
  chips: published(16, docs),
  servers: published(1, ec2),
  vcpus: published(128, ec2),
  hostMemory: published("512 GiB", ec2),
  networkName: "EFAv2",
  networkLatency: efaV2Latency,
  ...nvme(4, 1900),
  ebsBandwidth: published("80 Gb/s", ec2),
  hostPower: hostPower(128, 128),
};

export const trn1Instances = [
  defineInstance({
    name: "trn1.2xlarge",
    title: "trn1.2xlarge: 1 Trainium",
    chip: trainium,
    chips: published(1, docs),
    servers: published(1, ec2),
    vcpus: published(8, ec2),
    hostMemory: published("32 GiB", ec2),
    scaleUp: { kind: "none" },
    networkName: "ENA",
    networkBandwidth: published("3.125 Gb/s", `${ec2}, baseline; bursts to 12.5 Gb/s`),
    networkInterfaces: assumed(0, "EFA comes with the largest size"),
    networkLatency: tcpLatency,
    ...nvme(1, 474, 1900),
    ebsBandwidth: published("20 Gb/s", ec2),
    hostPower: hostPower(8, 128),
    prices: [onDemand(1.34375), reserved(0.512)],
  }),
  defineInstance({
    ...box,
    name: "trn1.32xlarge",
    title: "trn1.32xlarge: 16 Trainium",
    chip: trainium,
    scaleUp: {
      kind: "torus",
      dimensions: published([4, 4], docs),
      linkBandwidth: derived(["48 GB/s", "48 GB/s"], "384 GB/s a chip, both directions, / 4 links / 2"),
    },
    networkBandwidth: published("800 Gb/s", ec2),
    networkInterfaces: published(8, ec2),
    prices: [onDemand(21.5), reserved(8.197), capacityBlockOfOctober(9.532), capacityBlockOf2024(15.49)],
  }),
  defineInstance({
    ...box,
    name: "trn1n.32xlarge",
    title: "trn1n.32xlarge: 16 Trainium, twice the network",
    chip: trainiumN,
    scaleUp: {
      kind: "torus",
      dimensions: published([4, 4], docs),
      linkBandwidth: derived(["96 GB/s", "96 GB/s"], "768 GB/s a chip, both directions, / 4 links / 2"),
    },
    networkBandwidth: published("1600 Gb/s", ec2),
    networkInterfaces: published(16, ec2),
    prices: [onDemand(24.78), reservedByRatio(9.44, "24.78 x 8.197 / 21.50, the ratio of trn1.32xlarge")],
  }),
];
