/** P3dn: eight V100s in NVIDIA's hybrid cube mesh. Its EFA has no GPUDirect RDMA: traffic is staged through host memory. */
import { derived, published } from "../../base/figure.ts";
import { v100 } from "../chips/v100.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV1Latency } from "../network-latency.ts";
import { ec2, onDemand, reservedOldList } from "./sources.ts";
import { nvme } from "./storage.ts";

export const p3dnInstances = [
  defineInstance({
    name: "p3dn.24xlarge",
    title: "p3dn.24xlarge: 8 V100 32GB",
    chip: v100,
    chips: published(8, ec2),
    servers: published(1, ec2),
    vcpus: published(96, ec2),
    hostMemory: published("768 GiB", ec2),
    scaleUp: {
      kind: "cube-mesh",
      linkBandwidth: derived("25 GB/s", "300 GB/s a GPU, both directions, / 6 NVLinks / 2"),
    },
    networkName: "EFAv1",
    networkBandwidth: published("100 Gb/s", ec2),
    networkInterfaces: published(1, ec2),
    networkLatency: efaV1Latency,
    networkPath: "host",
    ...nvme(2, 900, 1000),
    ebsBandwidth: published("19 Gb/s", ec2),
    hostPower: hostPower(96, 96),
    prices: [onDemand(31.212), reservedOldList("reserved-3y", 9.64)],
  }),
];
