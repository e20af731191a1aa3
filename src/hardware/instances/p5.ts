/** P5 and P5en: eight H100s or H200s on NVSwitch. Prices fell by 44 % and 25 % in mid-2025. */
import { published, recalled } from "../../base/figure.ts";
import { h100 } from "../chips/h100.ts";
import { h200 } from "../chips/h200.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV2Latency, efaV3LatencyElsewhere } from "../network-latency.ts";
import { capacityBlockOf2024, capacityBlockOfOctober, ec2, onDemand, onDemandBeforeCuts } from "./sources.ts";
import { nvme } from "./storage.ts";

const box = {
  chips: published(8, ec2),
  servers: published(1, ec2),
  vcpus: published(192, ec2),
  hostMemory: published("2048 GiB", ec2),
  scaleUp: {
    kind: "switch",
    chipBandwidth: recalled("450 GB/s", "NVSwitch at the full rate of NVLink4"),
    reduces: recalled(true, "NVLink SHARP of the third NVSwitch"),
  },
  networkBandwidth: published("3200 Gb/s", ec2),
  ...nvme(8, 3800),
  hostPower: hostPower(192, 192),
} as const;

const blog = "administraciondesistemas.com, on the Capacity Blocks price rise of January 2026";

export const p5Instances = [
  defineInstance({
    ...box,
    name: "p5.48xlarge",
    title: "p5.48xlarge: 8 H100",
    chip: h100,
    networkName: "EFAv2",
    networkInterfaces: published(32, ec2),
    networkLatency: efaV2Latency,
    ebsBandwidth: published("80 Gb/s", ec2),
    prices: [onDemand(55.04), onDemandBeforeCuts(98.32), capacityBlockOf2024(39.33)],
  }),
  defineInstance({
    ...box,
    name: "p5en.48xlarge",
    title: "p5en.48xlarge: 8 H200",
    chip: h200,
    networkName: "EFAv3",
    networkInterfaces: published(16, ec2),
    networkLatency: efaV3LatencyElsewhere,
    ebsBandwidth: published("100 Gb/s", ec2),
    prices: [
      onDemand(63.296),
      onDemandBeforeCuts(84.8),
      capacityBlockOfOctober(63.158),
      price("capacity-block", published(41.61, blog), "2026-01", "not stated"),
      price("capacity-block", published(36.18, `${blog}: the rate before`), "2025-12", "not stated"),
    ],
  }),
];
