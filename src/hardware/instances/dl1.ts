/** DL1: eight Gaudis, each joined to the other seven by a 100 GbE port of its own; three ports of each are spare. */
import { published } from "../../base/figure.ts";
import { gaudi } from "../chips/gaudi.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV1Latency } from "../network-latency.ts";
import { ec2, onDemand } from "./sources.ts";
import { nvme } from "./storage.ts";

export const dl1Instances = [
  defineInstance({
    name: "dl1.24xlarge",
    title: "dl1.24xlarge: 8 Gaudi",
    chip: gaudi,
    chips: published(8, ec2),
    servers: published(1, ec2),
    vcpus: published(96, ec2),
    hostMemory: published("768 GiB", ec2),
    scaleUp: { kind: "mesh", linkBandwidth: published("100 Gb/s", "AWS Compute Blog: DL1 deep dive") },
    networkName: "EFAv1",
    networkBandwidth: published("400 Gb/s", ec2),
    networkInterfaces: published(4, ec2),
    networkLatency: efaV1Latency,
    ...nvme(4, 1000),
    ebsBandwidth: published("19 Gb/s", ec2),
    hostPower: hostPower(96, 96),
    prices: [onDemand(13.10904)],
  }),
];
