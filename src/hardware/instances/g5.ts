/** G5: A10G GPUs that reach each other over the host's PCIe only. */
import { published, recalled } from "../../base/figure.ts";
import { a10g } from "../chips/a10g.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV1Latency, tcpLatency } from "../network-latency.ts";
import { ec2, onDemand } from "./sources.ts";
import { nvme } from "./storage.ts";

const listing = "EC2 instance types, recalled";
const pcie = { kind: "pcie", chipBandwidth: recalled("32 GB/s", "PCIe Gen4 x16 of each GPU") } as const;

export const g5Instances = [
  defineInstance({
    name: "g5.xlarge",
    title: "g5.xlarge: 1 A10G",
    chip: a10g,
    chips: published(1, ec2),
    servers: published(1, ec2),
    vcpus: published(4, ec2),
    hostMemory: published("16 GiB", ec2),
    scaleUp: { kind: "none" },
    networkName: "ENA",
    networkBandwidth: published("2.5 Gb/s", `${ec2}, baseline; bursts to 10 Gb/s`),
    networkInterfaces: published(0, ec2),
    networkLatency: tcpLatency,
    ...nvme(1, 250, 1000),
    ebsBandwidth: published("3.5 Gb/s", ec2),
    hostPower: hostPower(4, 192),
    prices: [onDemand(1.006)],
  }),
  defineInstance({
    name: "g5.12xlarge",
    title: "g5.12xlarge: 4 A10G",
    chip: a10g,
    chips: recalled(4, listing),
    servers: recalled(1, listing),
    vcpus: recalled(48, listing),
    hostMemory: recalled("192 GiB", listing),
    scaleUp: pcie,
    networkName: "ENA",
    networkBandwidth: recalled("40 Gb/s", listing),
    networkInterfaces: recalled(0, listing),
    networkLatency: tcpLatency,
    ...nvme(1, 3800),
    ebsBandwidth: recalled("16 Gb/s", listing),
    hostPower: hostPower(48, 192),
    prices: [price("on-demand", recalled(5.672, "AWS price list, recalled; date not known"), "2025")],
  }),
  defineInstance({
    name: "g5.48xlarge",
    title: "g5.48xlarge: 8 A10G",
    chip: a10g,
    chips: published(8, ec2),
    servers: published(1, ec2),
    vcpus: published(192, ec2),
    hostMemory: published("768 GiB", ec2),
    scaleUp: pcie,
    networkName: "EFAv1",
    networkBandwidth: published("100 Gb/s", ec2),
    networkInterfaces: published(1, ec2),
    networkLatency: efaV1Latency,
    ...nvme(2, 3800),
    ebsBandwidth: published("19 Gb/s", ec2),
    hostPower: hostPower(192, 192),
    prices: [
      onDemand(16.288),
      price("reserved-3y", recalled(6.52, "AWS price list, about; date not known"), "2025"),
    ],
  }),
];
