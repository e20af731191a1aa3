/** Inf2: Inferentia2 chips in a ring of NeuronLink-v2; no collectives between instances. */
import { assumed, published } from "../../base/figure.ts";
import { inferentia2 } from "../chips/inferentia2.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import type { Price } from "../instance.ts";
import { tcpLatency } from "../network-latency.ts";
import { ec2, onDemand, reserved } from "./sources.ts";
import { noNvme } from "./storage.ts";

const docs = "AWS Neuron docs: inf2-arch.rst";

interface Size {
  chips: number;
  vcpus: number;
  hostGib: number;
  /** Sustained; small sizes burst above it. */
  networkGbps: number;
  burst?: string;
  ebsGbps: number;
  prices: readonly Price[];
}

function inf2(size: string, { chips, vcpus, hostGib, networkGbps, burst, ebsGbps, prices }: Size) {
  return defineInstance({
    name: `inf2.${size}`,
    title: `inf2.${size}: ${chips} Inferentia2`,
    chip: inferentia2,
    chips: published(chips, docs),
    servers: published(1, ec2),
    vcpus: published(vcpus, ec2),
    hostMemory: published(`${hostGib} GiB`, ec2),
    scaleUp:
      chips === 1
        ? { kind: "none" }
        : {
            kind: "ring",
            linkBandwidth: assumed(
              "48 GiB/s",
              `half of the 96 GiB/s of a link in ${docs}, read as both directions`,
            ),
          },
    networkName: "ENA",
    networkBandwidth: published(`${networkGbps} Gb/s`, burst ? `${ec2}, baseline; bursts to ${burst}` : ec2),
    networkInterfaces: published(0, ec2),
    networkLatency: tcpLatency,
    ...noNvme,
    ebsBandwidth: published(`${ebsGbps} Gb/s`, ec2),
    hostPower: hostPower(vcpus, 192),
    prices,
  });
}

export const inf2Instances = [
  inf2("xlarge", {
    chips: 1,
    vcpus: 4,
    hostGib: 16,
    networkGbps: 2.08,
    burst: "15 Gb/s",
    ebsGbps: 10,
    prices: [onDemand(0.7582), reserved(0.328)],
  }),
  inf2("8xlarge", {
    chips: 1,
    vcpus: 32,
    hostGib: 128,
    networkGbps: 16.7,
    burst: "25 Gb/s",
    ebsGbps: 10,
    prices: [onDemand(1.96786), reserved(0.85)],
  }),
  inf2("24xlarge", {
    chips: 6,
    vcpus: 96,
    hostGib: 384,
    networkGbps: 50,
    ebsGbps: 30,
    prices: [onDemand(6.49063), reserved(2.804)],
  }),
  inf2("48xlarge", {
    chips: 12,
    vcpus: 192,
    hostGib: 768,
    networkGbps: 100,
    ebsGbps: 60,
    prices: [onDemand(12.98127), reserved(5.608)],
  }),
];
