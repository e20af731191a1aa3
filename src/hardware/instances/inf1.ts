/** Inf1: Inferentia chips in a chain of NeuronLink-v1; no collectives between instances. */
import { derived, published } from "../../base/figure.ts";
import { inferentia } from "../chips/inferentia.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import type { Price } from "../instance.ts";
import { efaV1Latency, tcpLatency } from "../network-latency.ts";
import { ec2, onDemand, reserved } from "./sources.ts";
import { noNvme } from "./storage.ts";

const docs = "AWS Neuron docs: inf1-arch.rst";

interface Size {
  chips: number;
  vcpus: number;
  hostGib: number;
  networkGbps: number;
  efa: 0 | 1;
  ebsGbps: number;
  prices: readonly Price[];
}

function inf1(size: string, { chips, vcpus, hostGib, networkGbps, efa, ebsGbps, prices }: Size) {
  return defineInstance({
    name: `inf1.${size}`,
    title: `inf1.${size}: ${chips} Inferentia`,
    chip: inferentia,
    chips: published(chips, docs),
    servers: published(1, ec2),
    vcpus: published(vcpus, ec2),
    hostMemory: published(`${hostGib} GiB`, ec2),
    scaleUp:
      chips === 1
        ? { kind: "none" }
        : {
            kind: "chain",
            linkBandwidth: derived("8 GiB/s", "16 GiB/s a chip and direction / 2 neighbours"),
          },
    networkName: efa ? "EFAv1" : "ENA",
    networkBandwidth: published(
      `${networkGbps} Gb/s`,
      networkGbps === 25 ? `${ec2} ("up to" on small sizes)` : ec2,
    ),
    networkInterfaces: published(efa, ec2),
    networkLatency: efa ? efaV1Latency : tcpLatency,
    ...noNvme,
    ebsBandwidth: published(`${ebsGbps} Gb/s`, ec2),
    hostPower: hostPower(vcpus, 96),
    prices,
  });
}

const small = { networkGbps: 25, efa: 0, ebsGbps: 4.75 } as const;

export const inf1Instances = [
  inf1("xlarge", { chips: 1, vcpus: 4, hostGib: 8, ...small, prices: [onDemand(0.228), reserved(0.11)] }),
  inf1("2xlarge", { chips: 1, vcpus: 8, hostGib: 16, ...small, prices: [onDemand(0.362), reserved(0.174)] }),
  inf1("6xlarge", { chips: 4, vcpus: 24, hostGib: 48, ...small, prices: [onDemand(1.18), reserved(0.567)] }),
  inf1("24xlarge", {
    chips: 16,
    vcpus: 96,
    hostGib: 192,
    networkGbps: 100,
    efa: 1,
    ebsGbps: 19,
    prices: [onDemand(4.721), reserved(2.269)],
  }),
];
