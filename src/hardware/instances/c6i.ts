/** C6i: CPU instances. The chip is a processor socket, or the slice of one that the size rents; the largest has two. */
import { assumed, type Figure, published } from "../../base/figure.ts";
import type { Unmade } from "../../base/named-list.ts";
import type { Chip } from "../chip.ts";
import { xeon2Cores, xeon8Cores, xeon16Cores, xeonSocket } from "../chips/xeon-8375c.ts";
import { defineInstance } from "../define-instance.ts";
import { efaV1Latency, tcpLatency } from "../network-latency.ts";
import { ec2, onDemand } from "./sources.ts";
import { noNvme } from "./storage.ts";

interface Size {
  chip: Unmade<Chip>;
  vcpus: number;
  hostGib: number;
  networkBandwidth: Figure<string>;
  ebsBandwidth: Figure<string>;
  usdPerHour: number;
}

function c6i(size: string, { chip, vcpus, hostGib, networkBandwidth, ebsBandwidth, usdPerHour }: Size) {
  const chips = size === "32xlarge" ? 2 : 1;
  return defineInstance({
    name: `c6i.${size}`,
    title: `c6i.${size}: ${vcpus} vCPUs`,
    chip,
    chips: assumed(chips, "a socket of 64 vCPUs, or the slice of one, counts as a chip"),
    servers: published(1, ec2),
    vcpus: published(vcpus, ec2),
    hostMemory: published(`${hostGib} GiB`, ec2),
    scaleUp:
      chips === 1
        ? { kind: "none" }
        : { kind: "mesh", linkBandwidth: assumed("67.2 GB/s", "3 UPI links x 11.2 GT/s x 2 bytes") },
    networkName: chips === 2 ? "EFAv1" : "ENA",
    networkBandwidth,
    networkInterfaces: published(chips === 2 ? 1 : 0, ec2),
    networkLatency: chips === 2 ? efaV1Latency : tcpLatency,
    ...noNvme,
    ebsBandwidth,
    hostPower: assumed(`${2 * vcpus} W`, "2 W a vCPU of memory, network card and fans"),
    prices: [onDemand(usdPerHour)],
  });
}

export const c6iInstances = [
  c6i("xlarge", {
    chip: xeon2Cores,
    vcpus: 4,
    hostGib: 8,
    networkBandwidth: assumed("1.5625 Gb/s", "a quarter of the baseline of c6i.4xlarge, by vCPUs"),
    ebsBandwidth: assumed("2.5 Gb/s", "a quarter of c6i.4xlarge, by vCPUs"),
    usdPerHour: 0.17,
  }),
  c6i("4xlarge", {
    chip: xeon8Cores,
    vcpus: 16,
    hostGib: 32,
    networkBandwidth: published("6.25 Gb/s", `${ec2}, baseline`),
    ebsBandwidth: published("10 Gb/s", ec2),
    usdPerHour: 0.68,
  }),
  c6i("8xlarge", {
    chip: xeon16Cores,
    vcpus: 32,
    hostGib: 64,
    networkBandwidth: published("12.5 Gb/s", ec2),
    ebsBandwidth: published("10 Gb/s", ec2),
    usdPerHour: 1.36,
  }),
  c6i("32xlarge", {
    chip: xeonSocket,
    vcpus: 128,
    hostGib: 256,
    networkBandwidth: published("50 Gb/s", ec2),
    ebsBandwidth: published("40 Gb/s", ec2),
    usdPerHour: 5.44,
  }),
];
