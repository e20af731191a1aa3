/**
 * Trn2: 16 Trainium2 chips in a 4x4 torus, and the UltraServer: four trn2u instances whose chips of the same place are
 * joined by a ring along a third axis, 4x4x4.
 */
import { assumed, derived, published, recalled } from "../../base/figure.ts";
import { trainium2 } from "../chips/trainium2.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV3Latency } from "../network-latency.ts";
import { announced, capacityBlockOfMay, capacityBlockOfOctober, ec2 } from "./sources.ts";
import { nvme } from "./storage.ts";

const docs = "AWS Neuron docs: trn2-arch.rst";
const siblingDrives = "as trn2.48xlarge";
const capacityBlockUsd = 35.7608;

const box = {
  chip: trainium2,
  chips: published(16, docs),
  servers: published(1, docs),
  vcpus: published(192, ec2),
  hostMemory: published("2048 GiB", ec2),
  scaleUp: {
    kind: "torus",
    dimensions: published([4, 4], docs),
    linkBandwidth: derived(["128 GB/s", "128 GB/s"], "1024 GB/s a chip, both directions, / 4 neighbours / 2"),
  },
  networkName: "EFAv3",
  networkBandwidth: published("3200 Gb/s", ec2),
  networkInterfaces: published(16, ec2),
  networkLatency: efaV3Latency,
  hostPower: hostPower(192, 192),
} as const;

export const trn2Instances = [
  defineInstance({
    name: "trn2.3xlarge",
    title: "trn2.3xlarge: 1 Trainium2",
    chip: trainium2,
    chips: published(1, docs),
    servers: published(1, docs),
    vcpus: recalled(12, announced),
    hostMemory: recalled("128 GiB", announced),
    scaleUp: { kind: "none" },
    networkName: "EFAv3",
    networkBandwidth: recalled("200 Gb/s", announced),
    networkInterfaces: recalled(1, announced),
    networkLatency: efaV3Latency,
    ...nvme(1, 470, 1900),
    nvme: recalled("470 GB", announced),
    ebsBandwidth: recalled("5 Gb/s", announced),
    hostPower: hostPower(12, 192),
    prices: [capacityBlockOfMay(2.235)],
  }),
  defineInstance({
    ...box,
    name: "trn2.48xlarge",
    title: "trn2.48xlarge: 16 Trainium2",
    ...nvme(4, 1900),
    ebsBandwidth: published("80 Gb/s", ec2),
    prices: [capacityBlockOfOctober(capacityBlockUsd), capacityBlockOfMay(capacityBlockUsd)],
  }),
  defineInstance({
    ...box,
    name: "trn2u.48xlarge",
    title: "trn2u.48xlarge: 16 Trainium2, a quarter of an UltraServer",
    ...nvme(4, 1900),
    nvme: assumed("7600 GB", siblingDrives),
    ebsBandwidth: assumed("80 Gb/s", siblingDrives),
    prices: [
      price(
        "capacity-block",
        assumed(
          capacityBlockUsd,
          "the rate of trn2.48xlarge: no public rate of trn2u was found, the chips are the same",
        ),
        "2026-05-21",
        "us-east-2",
      ),
    ],
  }),
  defineInstance({
    name: "trn2u-ultraserver",
    title: "Trn2 UltraServer: 64 Trainium2 in four trn2u.48xlarge",
    kind: "ultraserver",
    chip: trainium2,
    chips: published(64, docs),
    servers: published(4, docs),
    vcpus: published(768, docs),
    hostMemory: published("8192 GiB", docs),
    scaleUp: {
      kind: "torus",
      dimensions: published([4, 4, 4], docs),
      linkBandwidth: derived(
        ["128 GB/s", "128 GB/s", "64 GB/s"],
        "both directions: 1024 GB/s a chip / 4 neighbours in the instance, 256 GB/s / 2 along Z; / 2",
      ),
    },
    networkName: "EFAv3",
    networkBandwidth: derived(
      "12800 Gb/s",
      "4 instances x 3200 Gb/s; the table of trn2-arch.rst repeats 3200",
    ),
    networkInterfaces: derived(64, "4 instances x 16"),
    networkLatency: efaV3Latency,
    nvme: assumed("30400 GB", `4 instances, each ${siblingDrives}`),
    nvmeReadBandwidth: assumed("48 GB/s", `4 instances, each ${siblingDrives}`),
    nvmeWriteBandwidth: assumed("24 GB/s", `4 instances, each ${siblingDrives}`),
    ebsBandwidth: assumed("320 Gb/s", `4 instances, each ${siblingDrives}`),
    hostPower: assumed("10000 W", "4 instances x 2.5 kW of host, network cards and fans"),
    prices: [
      price(
        "capacity-block",
        assumed(
          4 * capacityBlockUsd,
          "4 x trn2u.48xlarge at the rate of trn2.48xlarge; no public rate was found",
        ),
        "2026-05-21",
        "us-east-2",
      ),
    ],
  }),
];
