/**
 * Boxes that no AWS instance has, to compare with: eight H20 or MI300X, and hosts of Google Cloud TPUs with the links among
 * their own chips. Larger slices of TPUs are written out in a scenario as an instance derived from these.
 */
import { assumed, recalled } from "../../base/figure.ts";
import { h20 } from "../chips/h20.ts";
import { mi300x } from "../chips/mi300x.ts";
import { tpuV5e, tpuV5p, tpuV6e } from "../chips/tpu.ts";
import { defineInstance, price } from "../define-instance.ts";
import { hostPower } from "../host-power.ts";
import { tcpLatency } from "../network-latency.ts";

const usual = "a usual box of eight; no cloud instance is meant";

const box = {
  chips: assumed(8, usual),
  servers: assumed(1, usual),
  vcpus: assumed(192, usual),
  hostMemory: assumed("2048 GiB", usual),
  networkName: "RoCE",
  networkBandwidth: assumed("3200 Gb/s", `${usual}: one 400 Gb/s card a GPU`),
  networkInterfaces: assumed(8, usual),
  networkLatency: assumed("8 us", "between two servers of one cluster, memory to memory"),
  nvme: assumed("30400 GB", usual),
  nvmeReadBandwidth: assumed("32 GB/s", usual),
  nvmeWriteBandwidth: assumed("20 GB/s", usual),
  ebsBandwidth: assumed("100 Gb/s", `${usual}: what its network storage has`),
  hostPower: hostPower(192, 192),
  prices: [],
} as const;

interface TpuHost {
  name: string;
  title: string;
  /** As the documentation calls it. */
  version: string;
  chip: typeof tpuV5e;
  dimensions: number[];
  /** Links of one dimension, one direction, Gb/s. */
  linkGbps: number;
  vcpus: number;
  memoryGib: number;
  usdPerChipHour: number;
}

function tpuHost(host: TpuHost) {
  const { name, title, version, chip, dimensions, linkGbps, vcpus, memoryGib, usdPerChipHour } = host;
  const docs = `Google Cloud documentation: ${version}`;
  const chips = dimensions.reduce((product, size) => product * size, 1);
  return defineInstance({
    name,
    title,
    chip,
    chips: recalled(chips, docs),
    servers: recalled(1, docs),
    vcpus: recalled(vcpus, docs),
    hostMemory: recalled(`${memoryGib} GiB`, docs),
    scaleUp: {
      kind: "torus",
      dimensions: recalled(dimensions, docs),
      linkBandwidth: recalled(
        dimensions.map(() => `${linkGbps} Gb/s`),
        `${docs}: links of a chip, evenly, one direction`,
      ),
    },
    networkName: "Ethernet",
    networkBandwidth: recalled("200 Gb/s", docs),
    networkInterfaces: assumed(1, docs),
    networkLatency: tcpLatency,
    nvme: assumed("0 B", "hosts boot from network disks"),
    nvmeReadBandwidth: assumed("0 B/s", "no drives"),
    nvmeWriteBandwidth: assumed("0 B/s", "no drives"),
    ebsBandwidth: assumed("100 Gb/s", "network disks of a large host"),
    hostPower: hostPower(vcpus, 192),
    prices: [
      price(
        "on-demand",
        recalled(usdPerChipHour * chips, "Google Cloud price list, us-central1 or us-east5; date not known"),
        "2025",
        "us-east5",
      ),
    ],
  });
}

export const comparatorInstances = [
  defineInstance({
    ...box,
    name: "hgx-h20",
    title: "HGX box of 8 H20",
    chip: h20,
    scaleUp: {
      kind: "switch",
      chipBandwidth: recalled("450 GB/s", "NVSwitch at the full rate of NVLink4"),
      reduces: recalled(true, "NVLink SHARP of the third NVSwitch"),
    },
  }),
  defineInstance({
    ...box,
    name: "mi300x-8",
    title: "Box of 8 MI300X",
    chip: mi300x,
    scaleUp: {
      kind: "mesh",
      linkBandwidth: recalled("64 GB/s", "Infinity Fabric: 128 GB/s from each GPU to each, both directions"),
    },
  }),
  tpuHost({
    name: "tpu-v5e-8",
    version: "TPU v5e",
    title: "TPU v5e host of 8 chips (2 x 4)",
    chip: tpuV5e,
    dimensions: [2, 4],
    linkGbps: 400,
    vcpus: 224,
    memoryGib: 384,
    usdPerChipHour: 1.2,
  }),
  tpuHost({
    name: "tpu-v5p-4",
    version: "TPU v5p",
    title: "TPU v5p host of 4 chips (2 x 2)",
    chip: tpuV5p,
    dimensions: [2, 2],
    linkGbps: 800,
    vcpus: 208,
    memoryGib: 448,
    usdPerChipHour: 4.2,
  }),
  tpuHost({
    name: "tpu-v6e-8",
    version: "TPU v6e",
    title: "TPU v6e host of 8 chips (2 x 4)",
    chip: tpuV6e,
    dimensions: [2, 4],
    linkGbps: 800,
    vcpus: 180,
    memoryGib: 1440,
    usdPerChipHour: 2.7,
  }),
];
