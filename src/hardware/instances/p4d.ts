/** P4d and P4de: eight A100s on NVSwitch. Prices fell by a third in mid-2025; talks from before compare with the old ones. */
import { published, recalled } from "../../base/figure.ts";
import { a100With40Gb } from "../chips/a100-40.ts";
import { a100With80Gb } from "../chips/a100-80.ts";
import { defineInstance } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV1Latency } from "../network-latency.ts";
import {
  announced,
  capacityBlockOf2024,
  capacityBlockOfMay,
  ec2,
  onDemand,
  onDemandBeforeCuts,
  reservedOldList,
} from "./sources.ts";
import { nvme } from "./storage.ts";

const box = {
  chips: published(8, ec2),
  servers: published(1, ec2),
  vcpus: published(96, ec2),
  hostMemory: published("1152 GiB", ec2),
  scaleUp: { kind: "switch", chipBandwidth: recalled("300 GB/s", "NVSwitch at the full rate of NVLink3") },
  networkName: "EFAv1",
  networkBandwidth: published("400 Gb/s", ec2),
  networkInterfaces: published(4, ec2),
  networkLatency: efaV1Latency,
  ...nvme(8, 1000),
  nvmeReadBandwidth: recalled("16 GB/s", announced),
  ebsBandwidth: published("19 Gb/s", ec2),
  hostPower: hostPower(96, 96),
} as const;

export const p4dInstances = [
  defineInstance({
    ...box,
    name: "p4d.24xlarge",
    title: "p4d.24xlarge: 8 A100 40GB",
    chip: a100With40Gb,
    prices: [
      onDemand(21.957642),
      onDemandBeforeCuts(32.7726),
      reservedOldList("reserved-1y", 19.22),
      reservedOldList("reserved-3y", 11.57),
      capacityBlockOf2024(14.75),
    ],
  }),
  defineInstance({
    ...box,
    name: "p4de.24xlarge",
    title: "p4de.24xlarge: 8 A100 80GB",
    chip: a100With80Gb,
    prices: [onDemand(27.44705), onDemandBeforeCuts(40.96575), capacityBlockOfMay(14.7663)],
  }),
];
