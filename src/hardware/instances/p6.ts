/** P6: eight B200 or B300 on NVSwitch, and GB200 and GB300 NVL72, four GPUs a server and 72 under one NVLink domain. */
import { assumed, derived, published, recalled } from "../../base/figure.ts";
import { b200, b300, gb200, gb300 } from "../chips/blackwell.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { efaV3LatencyElsewhere } from "../network-latency.ts";
import { announced } from "./sources.ts";

const nvswitch = {
  kind: "switch",
  chipBandwidth: recalled("900 GB/s", "NVSwitch at the full rate of NVLink5"),
  reduces: recalled(true, "NVLink SHARP of the fifth NVSwitch"),
} as const;

const drives = (count: number) => {
  const reason = "4 / 2.5 GB/s read / write of a 3800 GB drive; EC2 publishes IOPS only";
  return {
    nvme: recalled(`${count * 3840} GB`, announced),
    nvmeReadBandwidth: assumed(`${4 * count} GB/s`, reason),
    nvmeWriteBandwidth: assumed(`${2.5 * count} GB/s`, reason),
  };
};

const list = "AWS price list, recalled; date not known";

/** What eight GPUs on one board with two x86 hosts share. */
const board = {
  chips: recalled(8, announced),
  servers: recalled(1, announced),
  vcpus: recalled(192, announced),
  scaleUp: nvswitch,
  networkName: "EFAv4",
  networkInterfaces: recalled(8, announced),
  networkLatency: efaV3LatencyElsewhere,
  ...drives(8),
  ebsBandwidth: recalled("100 Gb/s", announced),
  hostPower: hostPower(192, 192),
} as const;

/** All 18 servers of an NVL72. */
const rack = {
  kind: "ultraserver",
  chips: recalled(72, announced),
  servers: recalled(18, announced),
  vcpus: recalled(2592, announced),
  hostMemory: recalled("17280 GiB", announced),
  scaleUp: nvswitch,
  networkName: "EFAv4",
  networkBandwidth: recalled("28800 Gb/s", announced),
  networkInterfaces: assumed(72, "one 400 Gb/s card a GPU"),
  networkLatency: efaV3LatencyElsewhere,
  ...drives(108),
  ebsBandwidth: recalled("1080 Gb/s", announced),
  hostPower: assumed("33750 W", "18 servers x 144 of 192 vCPUs of 2.5 kW of host, network cards and fans"),
} as const;

export const p6Instances = [
  defineInstance({
    ...board,
    name: "p6-b200.48xlarge",
    title: "p6-b200.48xlarge: 8 B200",
    chip: b200,
    hostMemory: recalled("2048 GiB", announced),
    networkBandwidth: recalled("3200 Gb/s", announced),
    prices: [price("on-demand", recalled(113.9328, list), "2025-08")],
  }),
  defineInstance({
    ...board,
    name: "p6-b300.48xlarge",
    title: "p6-b300.48xlarge: 8 B300",
    chip: b300,
    hostMemory: recalled("4096 GiB", announced),
    networkBandwidth: recalled("6400 Gb/s", announced),
    networkInterfaces: assumed(16, "cards of 400 Gb/s"),
    prices: [
      price(
        "on-demand",
        published(142.416, "AWS price list, as instances.vantage.sh had it"),
        "2025-12-21",
        "us-west-2",
      ),
    ],
  }),
  defineInstance({
    name: "p6e-gb200.36xlarge",
    title: "p6e-gb200.36xlarge: 4 GPUs of GB200, an eighteenth of an NVL72",
    chip: gb200,
    chips: recalled(4, announced),
    servers: recalled(1, announced),
    vcpus: recalled(144, announced),
    hostMemory: recalled("960 GiB", announced),
    scaleUp: nvswitch,
    networkName: "EFAv4",
    networkBandwidth: recalled("1600 Gb/s", announced),
    networkInterfaces: assumed(4, "one 400 Gb/s card a GPU"),
    networkLatency: efaV3LatencyElsewhere,
    ...drives(6),
    ebsBandwidth: recalled("60 Gb/s", announced),
    hostPower: hostPower(144, 192),
    prices: [
      price("capacity-block", derived(42.328, "an eighteenth of u-p6e-gb200x72"), "2025-08", "not stated"),
    ],
  }),
  defineInstance({
    ...rack,
    name: "u-p6e-gb200x72",
    title: "P6e-GB200 UltraServer: GB200 NVL72",
    chip: gb200,
    prices: [price("capacity-block", recalled(761.904, list), "2025-08", "not stated")],
  }),
  defineInstance({
    ...rack,
    name: "u-p6e-gb300x72",
    title: "P6e-GB300 UltraServer: GB300 NVL72",
    chip: gb300,
    prices: [],
  }),
];
